//! Log lines. What may stand in one is decided here: the sentence the code wrote, and the fields of [`FIELDS`]. A field of any
//! other name is dropped, whoever wrote it, and libraries are heard only when they warn.

use std::fmt::{self, Write as _};

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, filter, fmt as lines};

use crate::clock::SharedClock;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// `2026-11-22T15:04:05.123Z  INFO message ended message_id=in_… state=done`
    Human,
    /// One JSON object a line.
    Json,
}

/// Log lines cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The filter does not read; the parser's reason.
    #[error("the log filter is not right: {0}")]
    Filter(#[from] filter::ParseError),
    /// Somebody else has set them up.
    #[error("log lines are set up already")]
    Twice,
}

/// The fields a log line may carry: ids, names from the configuration, counts and times. `error` is our own errors' words, from
/// which numbers and addresses are taken out on top.
const FIELDS: &[&str] = &[
    "attempts",
    "count",
    "duration_ms",
    "error",
    "line",
    "listen",
    "message_id",
    "method",
    "ms",
    "op",
    "outcome",
    "owner",
    "provider",
    "reply_id",
    "state",
    "status",
    "step",
    "version",
    "wait_ms",
];

/// Writes log lines to standard error from now on. `filter` is of the form `info,fieldline::engine=debug`.
///
/// # Errors
/// [`LoggingError`].
pub fn log(format: LogFormat, filter: &str, clock: SharedClock) -> Result<(), LoggingError> {
    tracing_subscriber::registry()
        .with(layer(format, filter, clock, std::io::stderr)?)
        .try_init()
        .map_err(|_| LoggingError::Twice)
}

fn layer<S, W>(
    format: LogFormat,
    filter: &str,
    clock: SharedClock,
    writer: W,
) -> Result<impl Layer<S>, LoggingError>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let wanted: EnvFilter = filter.parse()?;
    Ok(lines::layer()
        .event_format(Lines { format, clock })
        .with_ansi(false)
        .with_writer(writer)
        .with_filter(wanted)
        .with_filter(filter::filter_fn(ours_or_a_warning)))
}

/// What a library says below a warning can hold URLs, headers and bodies.
fn ours_or_a_warning(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::WARN || metadata.target().split("::").next() == Some("fieldline")
}

struct Lines {
    format: LogFormat,
    clock: SharedClock,
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut out: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut seen = Seen::default();
        event.record(&mut seen);
        let level = event.metadata().level();
        let now = self.clock.now();
        match self.format {
            LogFormat::Human => {
                write!(out, "{now:.3} {level:>5} {}", seen.sentence)?;
                for (name, value) in &seen.fields {
                    match value {
                        Value::String(text) => write!(out, " {name}={text}")?,
                        other => write!(out, " {name}={other}")?,
                    }
                }
            }
            LogFormat::Json => {
                let mut object = Map::new();
                object.insert("time".to_owned(), format!("{now:.3}").into());
                object.insert("level".to_owned(), level.as_str().into());
                object.insert("target".to_owned(), event.metadata().target().into());
                object.insert("event".to_owned(), seen.sentence.into());
                object.extend(seen.fields);
                write!(out, "{}", Value::Object(object))?;
            }
        }
        writeln!(out)
    }
}

#[derive(Default)]
struct Seen {
    sentence: String,
    fields: Map<String, Value>,
}

impl Seen {
    fn keep(&mut self, field: &Field, value: Value) {
        if field.name() == "message" {
            if let Value::String(sentence) = value {
                self.sentence = without_people(&sentence);
            }
        } else if FIELDS.contains(&field.name()) {
            let value = match value {
                Value::String(text) if field.name() == "error" => without_people(&text).into(),
                other => other,
            };
            self.fields.insert(field.name().to_owned(), value);
        }
    }
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.keep(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.keep(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, value.into());
    }
}

/// Takes out words that look like a phone number or an e-mail address, and line ends.
fn without_people(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let number = digits >= 7 && word.bytes().all(|b| !b.is_ascii_alphabetic());
        let end = if word.ends_with(char::is_whitespace) {
            " "
        } else {
            ""
        };
        if number || word.contains('@') {
            let _ = write!(clean, "…{end}");
        } else {
            let _ = write!(clean, "{}{end}", word.trim_end());
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::clock::ManualClock;

    fn lines_of(format: LogFormat, filter: &str, write: impl FnOnce()) -> String {
        let out = Arc::new(Mutex::new(Vec::new()));
        let clock = Arc::new(ManualClock::new(
            "2026-11-22T15:04:05.123Z".parse().expect("a time"),
        ));
        let writer = Arc::clone(&out);
        let make = move || Shared(Arc::clone(&writer));
        let layer = layer(format, filter, clock, make).expect("a right filter");
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), write);
        String::from_utf8(out.lock().expect("not poisoned").clone()).expect("text")
    }

    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0
                .lock()
                .expect("not poisoned")
                .extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_carries_ids_and_drops_every_other_field() {
        let line = lines_of(LogFormat::Human, "info", || {
            tracing::info!(
                message_id = "in_1",
                text = "call Bob",
                from = "+15551230001",
                ms = 41,
                "message ended"
            );
        });
        assert_eq!(
            line,
            "2026-11-22T15:04:05.123Z  INFO message ended message_id=in_1 ms=41\n"
        );
    }

    #[test]
    fn json_lines_are_json() {
        let line = lines_of(LogFormat::Json, "info", || {
            tracing::warn!(
                line = "main",
                name = "Bob Ray",
                "line \"refused\"\nby its carrier"
            );
        });
        let value: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(value["event"], "line \"refused\" by its carrier");
        assert_eq!(value["line"], "main");
        assert_eq!(value.get("name"), None);
    }

    #[test]
    fn numbers_and_addresses_are_taken_out_of_errors() {
        let line = lines_of(LogFormat::Human, "info", || {
            tracing::error!(
                error = "no route to +1 or (555)123-0001 for dana@x.example",
                "cannot send"
            );
        });
        assert!(
            line.ends_with("error=no route to +1 or … for …\n"),
            "{line}"
        );
    }

    #[test]
    fn libraries_are_heard_only_when_they_warn() {
        let lines = lines_of(LogFormat::Human, "trace", || {
            tracing::debug!(target: "hyper::proto", "body: STOP");
            tracing::warn!(target: "hyper::proto", "timeout");
            tracing::debug!(target: "fieldline::engine", "claimed");
        });
        assert!(!lines.contains("STOP"));
        assert!(lines.contains("timeout") && lines.contains("claimed"));
    }
}
