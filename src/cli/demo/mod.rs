//! `fieldline demo`: the whole system on embedded defaults, shown by a short conversation.

mod script;
mod transcript;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use fieldline::app::{self, App};
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::config::{Config, LineConfig, PersonConfig, SimulatedLine};
use fieldline::domain::{HandleKind, Phone};
use fieldline::fetch::ReqwestFetch;
use fieldline::sandbox::phone::SimulatedPhone;
use fieldline::sandbox::{ANN_LEE, BOB_RAY, RunningSandbox, Sandbox, SandboxConfig};
use fieldline::store::sqlite::SqliteStore;
use fieldline::telemetry;
use secrecy::SecretString;

use super::told_to_stop;
use script::{SCRIPT, Who, is_change};
use transcript::Transcript;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the gateway takes hooks; the pages are on the port after it
    #[arg(long, default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Where the journal is kept; by default in a temporary folder that goes with the demo
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Ends after the conversation: 0 only if every step did what it should
    #[arg(long)]
    once: bool,
}

const LINE: &str = "demo";
const GATEWAY: &str = "+15550001000";
const BOB: &str = "+15125550101";
const DANA: &str = "+13035550177";

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let clock: SharedClock = Arc::new(SystemClock::new());
    let folder = Folder::open(arguments.data.as_deref(), &clock)?;
    let sandbox = Sandbox::start(
        SandboxConfig {
            sample: true,
            ..SandboxConfig::default()
        },
        Arc::clone(&clock),
    )
    .await?;
    let config = config(&arguments, &folder, &sandbox)?;
    app::log(&config, &clock)?;
    // The sample tasks get the handles that the manual speaks of.
    SqliteStore::open(&folder.database(), Arc::clone(&clock))?
        .reserve_handles(&LINE.into(), HandleKind::Task, 42)
        .await?;
    let app = App::start(config, Arc::clone(&clock), telemetry::metrics()).await?;
    app.engine.sync_if_empty().await;

    let phone = SimulatedPhone {
        url: format!("http://{}", app.hooks),
        line: LINE.to_owned(),
        gateway: GATEWAY.parse()?,
        fetch: Arc::new(ReqwestFetch::new(Duration::from_secs(30))?),
    };
    let went_well = converse(&phone, &sandbox, &clock).await?;
    if arguments.once {
        app.shutdown().await;
        return Ok(if went_well {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    say!(
        "The gateway stays up. Log and phone simulator:  http://{}/admin/",
        app.admin
    );
    if let Some(password) = &app.new_password {
        say!("Sign in with this password:                     {password}");
    }
    say!(
        "Or text it from another terminal:               fieldline text --url http://{} --from {BOB} tasks",
        app.hooks
    );
    say!("Ctrl-C ends it.");
    tokio::select! {
        stop = told_to_stop() => stop?,
        () = app.stopped() => {}
    }
    app.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

async fn converse(
    phone: &SimulatedPhone,
    sandbox: &RunningSandbox,
    clock: &SharedClock,
) -> anyhow::Result<bool> {
    let mut transcript = Transcript::begin(&phone.gateway);
    let mut code = String::new();
    for (number, step) in SCRIPT.iter().enumerate() {
        let (name, from): (_, Phone) = match step.who {
            Who::Dana => ("Dana", DANA.parse()?),
            Who::Bob => ("Bob", BOB.parse()?),
        };
        let text = step.text.replace("{code}", &code);
        let told_before = sandbox.ledger().len();
        let id = format!("demo-{number}-{}", clock.uuid().simple());
        let replies = phone.text(&from, &text, &id).await?;
        let calls: Vec<_> = sandbox.ledger().into_iter().skip(told_before).collect();
        if let Some(found) = replies.iter().find_map(|reply| four_digits(reply)) {
            code = found;
        }
        let said = replies.join(" ").to_lowercase();
        let words = step
            .says
            .iter()
            .all(|word| said.contains(&word.to_lowercase()));
        let effects: Vec<_> = calls.iter().filter(|call| call.effect.is_some()).collect();
        let as_meant = effects.len() == step.changes.len()
            && step
                .changes
                .iter()
                .zip(&effects)
                .all(|(meant, call)| is_change(meant, &call.method, &call.path));
        transcript.step(name, &text, &replies, &calls, words && as_meant);
    }
    Ok(transcript.end())
}

fn four_digits(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4)
        .map(str::to_owned)
}

fn config(
    arguments: &Arguments,
    folder: &Folder,
    sandbox: &RunningSandbox,
) -> anyhow::Result<Config> {
    let mut config = Config::manual()?;
    let mut pages = arguments.listen;
    // Port 0 asks for any free port, for both.
    pages.set_port(if pages.port() == 0 {
        0
    } else {
        pages
            .port()
            .checked_add(1)
            .context("--listen: take a port below 65535")?
    });
    config.server.listen = arguments.listen;
    config.server.public_url = format!("http://{}", arguments.listen);
    config.admin.listen = pages;
    config.store.url = format!("sqlite:{}", folder.database().display());
    config.crm.base_url = sandbox.base_url();
    config.crm.location_id = SandboxConfig::LOCATION.into();
    config.crm.token = Some(SecretString::from(SandboxConfig::TOKEN));
    config.brand.name = "Whitetail Home Services".into();
    config.leads.assignee = BOB_RAY.into();
    // The conversation is the output; only trouble is worth a line beside it.
    config.log.filter = "warn".into();
    config.limits.replies_per_number_per_minute = 60;
    config.lines = vec![LineConfig::Simulated(SimulatedLine {
        name: LINE.to_owned(),
        number: GATEWAY.to_owned(),
        api_url: None,
    })];
    config.people = [
        ("Bob Ray", BOB, "staff", BOB_RAY),
        ("Ann Lee", "+15125550102", "manager", ANN_LEE),
    ]
    .map(|(name, phone, role, user)| PersonConfig {
        phone: phone.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
        user_id: Some(user.to_owned()),
        lang: None,
        tz: Some("America/Chicago".to_owned()),
    })
    .to_vec();
    Ok(config)
}

// Where the demo keeps its journal.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn open(given: Option<&Path>, clock: &SharedClock) -> anyhow::Result<Self> {
        let temporary = given.is_none();
        let path = given.map_or_else(
            || std::env::temp_dir().join(format!("fieldline-demo-{}", clock.uuid().simple())),
            Path::to_path_buf,
        );
        std::fs::create_dir_all(&path).with_context(|| format!("--data {}", path.display()))?;
        let folder = Self { path, temporary };
        // The sandbox forgets with the process, so a journal of an earlier demo would speak of things that are not there.
        for file in ["demo.db", "demo.db-wal", "demo.db-shm"] {
            match std::fs::remove_file(folder.path.join(file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error).context("the journal of an earlier demo");
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(folder)
    }

    fn database(&self) -> PathBuf {
        self.path.join("demo.db")
    }
}

// What is temporary goes, however the demo ends; that it could not be removed is no reason to fail.
impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary && std::fs::remove_dir_all(&self.path).is_err() {
            tracing::debug!("the temporary folder stays");
        }
    }
}
