//! Builds everything from the configuration once and runs it until shutdown.

mod door;
mod explain;
mod lines;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::SharedClock;
use crate::config::{Config, CrmKind, LineConfig, LogFormat};
use crate::crm::Crm;
use crate::crm::ghl::{Ghl, GhlSettings};
use crate::domain::{Person, Phone};
use crate::engine::{Engine, Parts};
use crate::fetch::{Fetch, ReqwestFetch};
use crate::grammar::Lexicon;
use crate::packs::Packs;
use crate::reply::Phrasebook;
use crate::sandbox::carrier::Carrier;
use crate::store::Store;
use crate::store::sqlite::SqliteStore;
use crate::telemetry::{self, Metrics};
use crate::web;

use door::Door;

/// A running gateway.
pub struct App {
    /// Where carriers' hooks are taken.
    pub hooks: SocketAddr,
    /// Where the pages and the API are.
    pub admin: SocketAddr,
    pub store: Arc<dyn Store>,
    pub engine: Arc<Engine>,
    /// The simulated carrier, where a line has one.
    pub carrier: Option<Carrier>,
    /// The administrator's password, where this start has made one: told once.
    pub new_password: Option<String>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl App {
    /// Opens the store, binds both listeners and starts every loop.
    ///
    /// # Errors
    /// One sentence for the operator: what is wrong and where.
    pub async fn start(
        config: Config,
        clock: SharedClock,
        metrics: Metrics,
    ) -> anyhow::Result<Self> {
        let config = Arc::new(config);
        let lexicon = Arc::new(lexicon(&config)?);
        let hooks = TcpListener::bind(config.server.listen)
            .await
            .with_context(|| format!("server.listen: cannot bind {}", config.server.listen))?;
        let pages = TcpListener::bind(config.admin.listen)
            .await
            .with_context(|| format!("admin.listen: cannot bind {}", config.admin.listen))?;
        let (hooks_at, admin_at) = (hooks.local_addr()?, pages.local_addr()?);

        let store = open_store(&config, &clock)?;
        register_people(store.as_ref(), &config).await?;
        let new_password = ensure_password(store.as_ref(), &config, &clock).await?;
        let simulated = config
            .lines
            .iter()
            .any(|line| matches!(line, LineConfig::Simulated(_)));
        let carrier = simulated.then(|| Carrier::new(Arc::clone(&clock)));
        let engine = Engine::new(Parts {
            store: Arc::clone(&store),
            crm: crm(&config)?,
            fetch: fetch(&config)?,
            clock: Arc::clone(&clock),
            lexicon: Arc::clone(&lexicon),
            book: Arc::new(Phrasebook::builtin().context("the phrasebooks")?),
            lines: lines::build(&config, hooks_at)?,
            config: Arc::clone(&config),
        });

        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn({
            let (engine, stop) = (Arc::clone(&engine), stop.clone());
            async move { engine.run_until(stop).await }
        });
        tasks.spawn({
            let engine = Arc::clone(&engine);
            let stop = stop.clone();
            async move {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = engine.sync_if_empty() => {}
                }
            }
        });
        let door = Arc::new(Door(Arc::clone(&engine)));
        let mut hook_routes = web::hooks(
            Arc::clone(&door) as Arc<dyn web::Intake>,
            public_url(&config, hooks_at),
            Arc::clone(&clock),
        );
        if let Some(carrier) = &carrier {
            hook_routes = hook_routes.nest("/sim", carrier.router());
        }
        let admin_routes = web::admin(web::Admin {
            store: Arc::clone(&store),
            intake: door,
            clock: Arc::clone(&clock),
            api_token: config.admin.token.clone(),
            lines: lines::infos(&config)?,
            brand: config.brand.name.clone(),
            zone: TimeZone::get(&config.defaults.tz).unwrap_or(TimeZone::UTC),
            phone: lines::simulated_phone(&config, store.people().await?, carrier.as_ref())?,
            metrics,
            parse: explain::explainer(Arc::clone(&engine), lexicon, clock, &config),
        });
        let limits = web::Limits {
            max_connections: config.server.max_connections,
            ..web::Limits::default()
        };
        for (listener, routes) in [(hooks, hook_routes), (pages, admin_routes)] {
            let stop = stop.clone();
            tasks.spawn(async move {
                if let Err(error) = web::serve(listener, routes, stop.clone(), limits).await {
                    tracing::error!(%error, "a listener failed; shutting down");
                    stop.cancel();
                }
            });
        }
        tasks.close();
        Ok(Self {
            hooks: hooks_at,
            admin: admin_at,
            store,
            engine,
            carrier,
            new_password,
            stop,
            tasks,
        })
    }

    /// Ends once something inside has failed or [`App::shutdown`] was called.
    pub async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Takes no more, lets what runs come to its end, and closes the store.
    pub async fn shutdown(self) {
        self.stop.cancel();
        // Leases and journal make an abrupt end safe; this only saves the next start some looking up.
        if tokio::time::timeout(Duration::from_secs(15), self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("some work did not end in time; it goes on at the next start");
        }
    }
}

/// Starts log lines as configured.
///
/// # Errors
/// What is wrong with the filter.
pub fn log(config: &Config, clock: &SharedClock) -> anyhow::Result<()> {
    let format = match config.log.format {
        LogFormat::Human => telemetry::LogFormat::Human,
        LogFormat::Json => telemetry::LogFormat::Json,
    };
    telemetry::log(format, &config.log.filter, Arc::clone(clock)).context("log.filter")
}

/// Opens the journal that `store.url` names.
///
/// # Errors
/// What is wrong with the URL or the file.
pub fn open_store(config: &Config, clock: &SharedClock) -> anyhow::Result<Arc<dyn Store>> {
    let path = sqlite_path(config)?;
    let store = SqliteStore::open(&path, Arc::clone(clock))
        .with_context(|| format!("store.url: {}", path.display()))?;
    Ok(Arc::new(store))
}

/// Whether there is a journal at all yet.
///
/// # Errors
/// What is wrong with the URL.
pub fn has_journal(config: &Config) -> anyhow::Result<bool> {
    Ok(sqlite_path(config)?.exists())
}

/// Opens the journal beside a gateway that may be running, for a tool: it reads and writes, and runs nothing.
///
/// # Errors
/// What is wrong with the URL or the file.
pub fn open_store_beside(config: &Config, clock: &SharedClock) -> anyhow::Result<Arc<dyn Store>> {
    let path = sqlite_path(config)?;
    let store = SqliteStore::open_beside(&path, Arc::clone(clock))
        .with_context(|| format!("store.url: {}", path.display()))?;
    Ok(Arc::new(store))
}

/// An engine that takes no messages: for work that only needs store and CRM.
///
/// # Errors
/// As [`App::start`].
pub fn engine_without_lines(
    config: Config,
    store: Arc<dyn Store>,
    clock: SharedClock,
) -> anyhow::Result<Arc<Engine>> {
    Ok(Engine::new(Parts {
        crm: crm(&config)?,
        fetch: fetch(&config)?,
        lexicon: Arc::new(lexicon(&config)?),
        book: Arc::new(Phrasebook::builtin().context("the phrasebooks")?),
        lines: Vec::new(),
        config: Arc::new(config),
        store,
        clock,
    }))
}

/// The words messages are read with: the language packs and the operator's own.
///
/// # Errors
/// What is wrong with which word.
pub fn lexicon(config: &Config) -> anyhow::Result<Lexicon> {
    Ok(Lexicon::of(&packs(config)?)?)
}

/// The packs that come with the program, and the operator's own words.
///
/// # Errors
/// Where the file of words cannot be read.
pub fn packs(config: &Config) -> anyhow::Result<Packs> {
    let words = &config.grammar.words;
    if words.is_empty() {
        return Ok(Packs::builtin());
    }
    Packs::builtin()
        .and_words(Path::new(words))
        .with_context(|| format!("grammar.words: cannot read {words}"))
}

/// The configured CRM.
///
/// # Errors
/// Which key is missing.
pub fn crm(config: &Config) -> anyhow::Result<Arc<dyn Crm>> {
    let crm = &config.crm;
    let CrmKind::Ghl = crm.kind;
    if crm.location_id.is_empty() {
        bail!("crm.location_id is missing: the id of the sub-account");
    }
    let Some(token) = crm
        .token
        .clone()
        .filter(|token| !token.expose_secret().is_empty())
    else {
        bail!("crm.token is missing: the private integration token of the sub-account");
    };
    let settings = GhlSettings {
        base_url: crm.base_url.clone(),
        location_id: crm.location_id.clone(),
        token,
        version: None,
    };
    Ok(Arc::new(Ghl::new(settings).context("crm")?))
}

/// The way out.
///
/// # Errors
/// Where the system's TLS roots cannot be read.
pub fn fetch(config: &Config) -> anyhow::Result<Arc<dyn Fetch>> {
    Ok(Arc::new(ReqwestFetch::new(config.engine.request_timeout)?))
}

fn sqlite_path(config: &Config) -> anyhow::Result<PathBuf> {
    let url = &config.store.url;
    match url.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => Ok(PathBuf::from(path)),
        Some(_) | None => {
            bail!("store.url: \"{url}\" is not a store; write sqlite: and the path of a file")
        }
    }
}

// People of the file are registered at every start; those that left the file since the last start are removed.
async fn register_people(store: &dyn Store, config: &Config) -> anyhow::Result<()> {
    const KEY: &str = "people.from_config";
    let people: Vec<Person> = config
        .people
        .iter()
        .map(|person| person.person(&config.defaults))
        .collect::<Result<_, _>>()?;
    let before: Vec<Phone> = store
        .setting(KEY)
        .await?
        .and_then(|list| serde_json::from_str(&list).ok())
        .unwrap_or_default();
    for gone in before
        .iter()
        .filter(|phone| !people.iter().any(|person| person.phone == **phone))
    {
        store.remove_person(gone).await?;
    }
    let phones: Vec<&Phone> = people.iter().map(|person| &person.phone).collect();
    store
        .put_setting(KEY, Some(serde_json::to_string(&phones)?))
        .await?;
    for person in people {
        store.put_person(person).await?;
    }
    Ok(())
}

async fn ensure_password(
    store: &dyn Store,
    config: &Config,
    clock: &SharedClock,
) -> anyhow::Result<Option<String>> {
    if let Some(password) = &config.admin.password {
        web::set_password(store, clock.as_ref(), password).await?;
        return Ok(None);
    }
    if web::has_password(store).await? {
        return Ok(None);
    }
    let mut bytes = [0; 12];
    clock.random(&mut bytes);
    let password = hex::encode(bytes);
    web::set_password(store, clock.as_ref(), &SecretString::from(password.clone())).await?;
    Ok(Some(password))
}

fn public_url(config: &Config, hooks_at: SocketAddr) -> String {
    // A port of 0 is only known now; nobody outside can have been given it.
    if config.server.public_url.ends_with(":0") {
        format!("http://{hooks_at}")
    } else {
        config.server.public_url.clone()
    }
}
