//! A real Kannel on loopback: bearerbox, smsbox, and this test as the SMS centre with all its phones.
//!
//! ```ignore
//! let Some(rig) = Rig::prepare() else { return };
//! // Start a gateway whose Kannel line has `rig.api_url()`, `USERNAME` and `PASSWORD`.
//! let mut phones = rig.start(&format!("{gateway}/hooks/main"), "the line's secret");
//! phones.text("+15551230001", "tasks");
//! assert_eq!(phones.receive().text, "…");
//! ```

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

use super::phones::Phones;
use crate::support;

/// The `sendsms-user` of the rig.
pub(crate) const USERNAME: &str = "fieldline";
pub(crate) const PASSWORD: &str = "rig password";
/// The number of the one line.
pub(crate) const NUMBER: &str = "+15550001000";

/// How long anything here may take on a busy machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Ports and a directory, before the gateway is there.
pub(crate) struct Rig {
    directory: TempDir,
    bearerbox: PathBuf,
    smsbox: PathBuf,
    admin: u16,
    boxes: u16,
    centre: u16,
    sendsms: u16,
}

/// The running boxes; killed when dropped.
pub(crate) struct Boxes {
    children: Vec<Child>,
    _directory: TempDir,
}

impl Rig {
    /// `None`, said aloud, where Kannel is not installed.
    pub(crate) fn prepare() -> Option<Self> {
        let (Some(bearerbox), Some(smsbox)) = (find("bearerbox"), find("smsbox")) else {
            support::skip("kannel");
            return None;
        };
        // All are held until the last is known, so that they differ.
        let listeners: Vec<_> = (0..4)
            .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
            .collect();
        let ports: Vec<u16> = listeners
            .iter()
            .map(|listener| listener.local_addr().unwrap().port())
            .collect();
        Some(Self {
            directory: tempfile::tempdir().unwrap(),
            bearerbox,
            smsbox,
            admin: ports[0],
            boxes: ports[1],
            centre: ports[2],
            sendsms: ports[3],
        })
    }

    /// `api_url` of the line.
    pub(crate) fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.sendsms)
    }

    /// Starts both boxes and turns on the phones. `hook` is the line's hook URL without query.
    pub(crate) fn start(self, hook: &str, secret: &str) -> Phones {
        let configuration = self.directory.path().join("kannel.conf");
        std::fs::write(&configuration, self.configuration(hook, secret)).unwrap();
        let mut boxes = Boxes {
            children: Vec::new(),
            _directory: self.directory,
        };
        boxes.start(&self.bearerbox, &configuration, "Start-up done");
        boxes.start(&self.smsbox, &configuration, "Connected to bearerbox");
        Phones::switch_on(self.centre, boxes)
    }

    fn configuration(&self, hook: &str, secret: &str) -> String {
        let mut text = String::new();
        let Self {
            admin,
            boxes,
            centre,
            sendsms,
            ..
        } = self;
        write!(
            text,
            r#"
group = core
admin-port = {admin}
admin-interface = "127.0.0.1"
admin-password = unused
smsbox-port = {boxes}
smsbox-interface = "127.0.0.1"
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = centre
port = {centre}
our-host = "127.0.0.1"
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = "127.0.0.1"
global-sender = "{NUMBER}"
mo-recode = true
http-request-retry = 5
http-queue-delay = 1
reply-couldnotfetch = "KANNEL COULD NOT FETCH"
reply-requestfailed = "KANNEL REQUEST FAILED"
reply-couldnotrepresent = "KANNEL COULD NOT REPRESENT"

group = sendsms-user
username = {USERNAME}
password = "{PASSWORD}"
max-messages = 5
concatenation = true

group = sms-service
keyword = default
get-url = "{hook}?token={secret}&id=%I&from=%p&to=%P&text=%b&ts=%T&coding=%c&charset=%C"
catch-all = true
accept-x-kannel-headers = true
omit-empty = true
max-messages = 5
concatenation = true
"#
        )
        .unwrap();
        text
    }
}

impl Boxes {
    /// Starts one and waits until it says that it is ready.
    fn start(&mut self, program: &Path, configuration: &Path, ready: &'static str) {
        let mut child = Command::new(program)
            .arg(configuration)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        self.children.push(child);
        let (said, hears) = mpsc::channel();
        std::thread::spawn(move || {
            let mut beginning = Vec::new();
            let mut lines = log.split(b'\n').map_while(Result::ok);
            for line in lines.by_ref() {
                let line = String::from_utf8_lossy(&line).into_owned();
                let done = line.contains(ready);
                beginning.push(line);
                if done {
                    said.send(Ok(())).ok();
                    // The log is read on, or the box would stop at a full pipe.
                    lines.for_each(drop);
                    return;
                }
            }
            said.send(Err(beginning.join("\n"))).ok();
        });
        match hears.recv_timeout(PATIENCE) {
            Ok(Ok(())) => {}
            Ok(Err(log)) => panic!("{} ended:\n{log}", program.display()),
            Err(error) => panic!("{} does not get ready: {error}", program.display()),
        }
    }
}

impl Drop for Boxes {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // It may have ended by itself.
            child.kill().ok();
            child.wait().ok();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "where programs are is the environment's business"
)]
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var("PATH").unwrap_or_default();
    // Daemons are not always on an ordinary user's path.
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
        .map(|directory| directory.join(program))
        .find(|file| file.is_file())
}
