//! A whole gateway on loopback: sandbox CRM, simulated carrier, SQLite file, real HTTP throughout.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fieldline::app::App;
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::config::{Config, LineConfig, PersonConfig, SimulatedLine};
use fieldline::domain::{MessageState, Phone, ReplyState};
use fieldline::fetch::ReqwestFetch;
use fieldline::sandbox::phone::SimulatedPhone;
use fieldline::sandbox::{ANN_LEE, BOB_RAY, RateLimits, RunningSandbox, Sandbox, SandboxConfig};
use fieldline::store::{LogEntry, LogFilter};
use secrecy::SecretString;

pub(crate) const BOB: &str = "+15125550101";
pub(crate) const ANN: &str = "+15125550102";
pub(crate) const STRANGER: &str = "+13035550177";
pub(crate) const NUMBER: &str = "+15550001000";

/// The gateway under test and the world around it.
pub(crate) struct Gateway {
    pub(crate) app: App,
    pub(crate) sandbox: RunningSandbox,
    pub(crate) phone: SimulatedPhone,
    pub(crate) clock: SharedClock,
    // Dropped last: the store is in it.
    _folder: tempfile::TempDir,
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With some of the configuration changed.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let clock: SharedClock = Arc::new(SystemClock::new());
        let folder = tempfile::tempdir().unwrap();
        let sandbox = sandbox(&clock).await;
        let mut config = config(&sandbox.base_url(), &folder.path().join("test.db"));
        change(&mut config);
        let app = App::start(config, Arc::clone(&clock), fieldline::telemetry::metrics())
            .await
            .unwrap();
        app.engine.sync_if_empty().await;
        sandbox.sandbox.clear_ledger();
        let phone = SimulatedPhone {
            url: format!("http://{}", app.hooks),
            line: "sim".to_owned(),
            gateway: NUMBER.parse().unwrap(),
            fetch: Arc::new(ReqwestFetch::new(Duration::from_secs(30)).unwrap()),
        };
        Self {
            app,
            sandbox,
            phone,
            clock,
            _folder: folder,
        }
    }

    /// Texts and returns the one reply.
    pub(crate) async fn text(&self, from: &str, text: &str) -> String {
        let id = self.clock.uuid().simple().to_string();
        let mut replies = self.phone.text(&number(from), text, &id).await.unwrap();
        assert_eq!(replies.len(), 1, "{text}: {replies:?}");
        replies.remove(0)
    }

    /// Texts what shall be met with silence, and returns its entry once it has ended.
    pub(crate) async fn text_unanswered(&self, from: &str, text: &str) -> LogEntry {
        let id = self.clock.uuid().simple().to_string();
        self.phone.send(&number(from), text, &id).await.unwrap();
        self.ended(&id).await
    }

    /// The entry of a message, once nothing more will happen to it (or it waits for an answer).
    pub(crate) async fn ended(&self, provider_id: &str) -> LogEntry {
        self.entry(|entry| entry.provider_id.as_deref() == Some(provider_id) && has_ended(entry))
            .await
    }

    /// The same, of the message with this text.
    pub(crate) async fn ended_text(&self, text: &str) -> LogEntry {
        self.entry(|entry| entry.text == text && has_ended(entry))
            .await
    }

    /// The entry of a message, once its only reply has come this far.
    pub(crate) async fn replied(&self, provider_id: &str, state: ReplyState) -> LogEntry {
        self.entry(|entry| {
            entry.provider_id.as_deref() == Some(provider_id)
                && matches!(&entry.replies[..], [reply] if reply.state == state)
        })
        .await
    }

    /// The newest entry that is as wanted, once there is one.
    pub(crate) async fn entry(&self, wanted: impl Fn(&LogEntry) -> bool) -> LogEntry {
        for _ in 0..800 {
            if let Some(entry) = self.log().await.into_iter().find(&wanted) {
                return entry;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!(
            "within twenty seconds nothing as wanted:\n{:#?}",
            self.log().await
        );
    }

    /// All that was accepted, the newest first.
    pub(crate) async fn log(&self) -> Vec<LogEntry> {
        let newest = LogFilter {
            limit: 200,
            ..LogFilter::default()
        };
        self.app.store.log(&newest).await.unwrap().messages
    }

    /// What changed in the CRM since the last look, as `task.completed`, ….
    pub(crate) fn effects(&self) -> Vec<String> {
        let ledger = self.sandbox.ledger();
        self.sandbox.sandbox.clear_ledger();
        ledger
            .into_iter()
            .filter_map(|entry| entry.effect)
            .map(|effect| effect.op)
            .collect()
    }

    /// How many calls the CRM saw since the last look.
    pub(crate) fn calls(&self) -> Vec<String> {
        let ledger = self.sandbox.ledger();
        self.sandbox.sandbox.clear_ledger();
        ledger
            .into_iter()
            .map(|entry| format!("{} {}", entry.method, entry.path))
            .collect()
    }
}

/// A sandbox with sample people and no limit worth mentioning.
pub(crate) async fn sandbox(clock: &SharedClock) -> RunningSandbox {
    let config = SandboxConfig {
        sample: true,
        limits: RateLimits::default(),
        ..SandboxConfig::default()
    };
    Sandbox::start(config, Arc::clone(clock)).await.unwrap()
}

/// Bob (staff), Ann (manager), one simulated line, any free ports.
pub(crate) fn config(crm: &str, database: &Path) -> Config {
    let mut config = Config::manual().unwrap();
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    config.server.public_url = "http://127.0.0.1:0".into();
    config.admin.listen = "127.0.0.1:0".parse().unwrap();
    config.admin.token = Some(SecretString::from("api-token"));
    config.admin.password = Some(SecretString::from("correct horse"));
    config.store.url = format!("sqlite:{}", database.display());
    config.crm.base_url = crm.into();
    config.crm.location_id = SandboxConfig::LOCATION.into();
    config.crm.token = Some(SecretString::from(SandboxConfig::TOKEN));
    config.limits.replies_per_number_per_minute = 1000;
    config.limits.replies_to_unknown_per_day = 1000;
    config.engine.ghost_window = Duration::from_millis(200);
    config.engine.retry_base = Duration::from_millis(50);
    config.engine.workers = 4;
    let line = SimulatedLine {
        name: "sim".to_owned(),
        number: NUMBER.to_owned(),
        api_url: None,
    };
    config.lines = vec![LineConfig::Simulated(line)];
    config.people = [
        ("Bob Ray", BOB, "staff", BOB_RAY),
        ("Ann Lee", ANN, "manager", ANN_LEE),
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
    config
}

fn has_ended(entry: &LogEntry) -> bool {
    entry.state.is_terminal() || entry.state == MessageState::Waiting
}

fn number(text: &str) -> Phone {
    text.parse().unwrap()
}
