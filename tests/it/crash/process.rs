//! A gateway in a process of its own, and the world that outlives it: CRM and carrier.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::domain::{MessageState, Phone, ReplyState};
use fieldline::fetch::{Fetch, ReqwestFetch};
use fieldline::sandbox::carrier::Carrier;
use fieldline::sandbox::phone::SimulatedPhone;
use fieldline::sandbox::{ANN_LEE, BOB_RAY, RunningSandbox, SandboxConfig};
use fieldline::store::{LogEntry, LogPage};

use crate::support::gateway::{ANN, BOB, NUMBER, sandbox};

pub(super) struct World {
    pub(super) sandbox: RunningSandbox,
    carrier: Carrier,
    watch: Arc<Watch>,
    gateway: Option<Running>,
    config: PathBuf,
    clock: SharedClock,
    fetch: Arc<dyn Fetch>,
    _folder: tempfile::TempDir,
}

struct Running {
    child: Child,
    phone: SimulatedPhone,
    admin: String,
}

#[derive(Default)]
struct Watch {
    slow: AtomicBool,
    asked: AtomicUsize,
}

impl World {
    pub(super) async fn start() -> Self {
        let clock: SharedClock = Arc::new(SystemClock::new());
        let folder = tempfile::tempdir().unwrap();
        let sandbox = sandbox(&clock).await;
        let carrier = Carrier::new(Arc::clone(&clock));
        let watch = Arc::new(Watch::default());
        let routes = carrier
            .router()
            .layer(middleware::from_fn_with_state(Arc::clone(&watch), slowly));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let carrier_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let config = folder.path().join("fieldline.toml");
        let database = folder.path().join("fieldline.db");
        std::fs::write(
            &config,
            toml(
                &sandbox.base_url(),
                &carrier_url,
                &database.display().to_string(),
            ),
        )
        .unwrap();
        let fetch = Arc::new(ReqwestFetch::new(Duration::from_secs(30)).unwrap());
        let mut world = Self {
            sandbox,
            carrier,
            watch,
            gateway: None,
            config,
            clock,
            fetch,
            _folder: folder,
        };
        world.restart().await;
        world
            .until("the contacts are mirrored", || {
                world
                    .sandbox
                    .ledger()
                    .iter()
                    .any(|entry| entry.path == "/contacts/search")
            })
            .await;
        world
    }

    /// Starts the gateway (again) and waits until it takes messages.
    pub(super) async fn restart(&mut self) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fieldline"))
            .args(["serve", "--config"])
            .arg(&self.config)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = tokio::task::spawn_blocking(move || lines.next().unwrap().unwrap())
            .await
            .unwrap();
        let mut urls = first
            .split([' ', ','])
            .filter(|word| word.starts_with("http://"));
        let hooks = urls.next().unwrap().to_owned();
        let admin = urls.next().unwrap().trim_end_matches("/admin/").to_owned();
        let phone = SimulatedPhone {
            url: hooks,
            line: "sim".to_owned(),
            gateway: NUMBER.parse().unwrap(),
            fetch: Arc::clone(&self.fetch),
        };
        self.gateway = Some(Running {
            child,
            phone,
            admin,
        });
    }

    pub(super) fn kill(&mut self) {
        let mut gateway = self.gateway.take().unwrap();
        gateway.child.kill().unwrap();
        gateway.child.wait().unwrap();
    }

    /// SIGTERM, as a service manager sends it.
    pub(super) fn terminate(&mut self) {
        let mut gateway = self.gateway.take().unwrap();
        let pid = gateway.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(gateway.child.wait().unwrap().success());
    }

    /// Has the sender's tasks shown, so that `#1` exists; forgets what was said and done for that.
    pub(super) async fn know_the_tasks(&self) {
        self.text(BOB, "tasks").await;
        self.sandbox.sandbox.clear_ledger();
    }

    pub(super) async fn send(&self, from: &str, text: &str, id: &str) {
        let gateway = self.gateway.as_ref().unwrap();
        gateway.phone.send(&number(from), text, id).await.unwrap();
    }

    pub(super) async fn text(&self, from: &str, text: &str) -> String {
        let before = self.received(from).len();
        let id = self.clock.uuid().simple().to_string();
        self.send(from, text, &id).await;
        self.until("a reply arrives", || self.received(from).len() > before)
            .await;
        self.received(from).pop().unwrap()
    }

    /// What the phone received since the tasks were shown.
    pub(super) fn texts_received(&self, from: &str) -> Vec<String> {
        let skipped = usize::from(from == BOB);
        self.received(from).into_iter().skip(skipped).collect()
    }

    pub(super) async fn crm_is_asked(&self) {
        self.until("the CRM is asked", || self.sandbox.sandbox.held_back() > 0)
            .await;
    }

    pub(super) async fn crm_has_changed(&self) {
        self.until("the CRM has changed", || {
            self.sandbox
                .ledger()
                .iter()
                .any(|entry| entry.effect.is_some())
        })
        .await;
    }

    pub(super) fn carrier_is_slow(&self, slow: bool) {
        self.watch.asked.store(0, Ordering::SeqCst);
        self.watch.slow.store(slow, Ordering::SeqCst);
    }

    pub(super) async fn carrier_is_asked(&self) {
        self.until("the carrier is asked", || {
            self.watch.asked.load(Ordering::SeqCst) > 0
        })
        .await;
    }

    pub(super) fn effects(&self) -> Vec<String> {
        self.sandbox
            .ledger()
            .into_iter()
            .filter_map(|entry| entry.effect)
            .map(|effect| effect.op)
            .collect()
    }

    pub(super) async fn ended(&self, provider_id: &str) -> LogEntry {
        for _ in 0..600 {
            if let Some(entry) = self.entry(provider_id).await
                && (entry.state.is_terminal() || entry.state == MessageState::Waiting)
            {
                return entry;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!(
            "{provider_id} did not end within fifteen seconds: {:?}",
            self.entry(provider_id).await
        );
    }

    pub(super) async fn replies_sent(&self, provider_id: &str) {
        for _ in 0..600 {
            let entry = self.entry(provider_id).await.unwrap();
            if entry
                .replies
                .iter()
                .all(|reply| reply.state == ReplyState::Sent)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!(
            "the replies to {provider_id} were not sent: {:?}",
            self.entry(provider_id).await
        );
    }

    async fn entry(&self, provider_id: &str) -> Option<LogEntry> {
        let url = format!(
            "{}/api/v1/messages?limit=200",
            self.gateway.as_ref().unwrap().admin
        );
        let request = http::Request::get(url)
            .header("authorization", "Bearer api-token")
            .body(bytes::Bytes::new())
            .unwrap();
        let answer = self.fetch.fetch(request).await.unwrap();
        let page: LogPage = serde_json::from_slice(answer.body()).unwrap();
        page.messages
            .into_iter()
            .find(|entry| entry.provider_id.as_deref() == Some(provider_id))
    }

    fn received(&self, from: &str) -> Vec<String> {
        self.carrier
            .inbox(&number(from), 0)
            .into_iter()
            .map(|received| received.text)
            .collect()
    }

    async fn until(&self, what: &str, so: impl Fn() -> bool) {
        for _ in 0..1500 {
            if so() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("waited fifteen seconds for this: {what}");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(gateway) = &mut self.gateway {
            // A process that is gone already needs no killing.
            let _ = gateway.child.kill();
            let _ = gateway.child.wait();
        }
    }
}

// While it is slow the carrier takes a message and does not answer: whether it was sent is anybody's guess.
async fn slowly(State(watch): State<Arc<Watch>>, request: Request, next: Next) -> Response {
    watch.asked.fetch_add(1, Ordering::SeqCst);
    let slow = watch.slow.load(Ordering::SeqCst);
    let answer = next.run(request).await;
    if slow {
        std::future::pending::<()>().await;
    }
    answer
}

fn toml(crm: &str, carrier: &str, database: &str) -> String {
    let location = SandboxConfig::LOCATION;
    let token = SandboxConfig::TOKEN;
    format!(
        "server = {{ listen = '127.0.0.1:0', public_url = 'http://127.0.0.1:0' }}
        admin = {{ listen = '127.0.0.1:0', token = 'api-token', password = 'correct horse' }}
        store = {{ url = 'sqlite:{database}' }}
        crm = {{ base_url = '{crm}', location_id = '{location}', token = '{token}' }}
        engine = {{ workers = 4, ghost_window = '1s', retry_base = '50ms', request_timeout = '5s' }}
        limits = {{ crm_requests = 0, replies_per_number_per_minute = 1000 }}
        log = {{ filter = 'error' }}
        lines = [{{ name = 'sim', number = '{NUMBER}', provider = 'simulated', api_url = '{carrier}' }}]
        people = [
            {{ phone = '{BOB}', name = 'Bob Ray', role = 'staff', user_id = '{BOB_RAY}', tz = 'America/Chicago' }},
            {{ phone = '{ANN}', name = 'Ann Lee', role = 'manager', user_id = '{ANN_LEE}', tz = 'America/Chicago' }},
        ]"
    )
}

fn number(text: &str) -> Phone {
    text.parse().unwrap()
}
