//! A message of the log as the pages show it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::moment::{Moment, duration};
use crate::domain::{MessageState, Phone, ReplyState};
use crate::store::{LogEntry, LogReply};

/// One message.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) at: Moment,
    pub(super) line: String,
    /// As written in the log, for links.
    pub(super) from: String,
    pub(super) number: String,
    pub(super) person: Option<String>,
    pub(super) text: String,
    pub(super) state: Badge,
    /// `task created`
    pub(super) outcome: Option<String>,
    pub(super) replies: Vec<Reply>,
    pub(super) took: Option<String>,
    /// Whether nothing will happen any more.
    pub(super) ended: bool,
}

/// A reply to it.
pub(super) struct Reply {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) segments: u8,
    pub(super) state: Badge,
    pub(super) provider_ref: Option<String>,
    /// Whether the carrier will say no more.
    pub(super) ended: bool,
}

/// A state as a coloured word.
#[derive(Clone, Copy)]
pub(super) struct Badge {
    /// In the log and in queries.
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// `good`, `busy`, `wait`, `warn`, `bad` or `mute`: a class of the style sheet.
    pub(super) tone: &'static str,
}

impl Row {
    pub(super) fn new(entry: LogEntry, now: Timestamp, zone: &TimeZone) -> Self {
        Self {
            id: entry.id.to_string(),
            at: Moment::new(entry.received_at, now, zone),
            line: entry.line.0,
            number: national(&entry.from),
            from: entry.from,
            person: entry.person,
            text: entry.text,
            state: toned(entry.state, entry.outcome.as_deref()),
            outcome: entry
                .outcome
                .map(|code| code.replace('_', " "))
                .filter(|outcome| !says_the_same(outcome, entry.state)),
            replies: entry.replies.into_iter().map(Reply::new).collect(),
            took: entry.duration_ms.map(duration),
            ended: entry.state.is_terminal(),
        }
    }

    /// Whether the page will still change.
    pub(super) fn settled(&self) -> bool {
        self.ended && self.replies.iter().all(|reply| reply.ended)
    }
}

impl Reply {
    fn new(reply: LogReply) -> Self {
        Self {
            id: reply.id.to_string(),
            text: reply.text,
            segments: reply.segments,
            state: reply_badge(reply.state),
            provider_ref: reply.provider_ref,
            ended: !matches!(reply.state, ReplyState::Pending | ReplyState::Sending),
        }
    }
}

/// Green is kept for messages that got what they wanted; done is also one that was only told why not.
fn toned(state: MessageState, outcome: Option<&str>) -> Badge {
    let told_why_not = matches!(
        outcome,
        Some(
            "problem"
                | "not_a_command"
                | "no_such_task"
                | "no_such_contact"
                | "no_such_colleague"
                | "no_user"
                | "not_undone"
                | "code_failed"
                | "refused"
        )
    );
    let badge = message_badge(state);
    let tone = if told_why_not && state == MessageState::Done {
        "mute"
    } else {
        badge.tone
    };
    Badge { tone, ..badge }
}

/// `Ignored · ignored` says nothing twice.
fn says_the_same(outcome: &str, state: MessageState) -> bool {
    let label = message_badge(state).label;
    label.eq_ignore_ascii_case(outcome) || outcome.replace(' ', "_") == state.name()
}

/// The number as its owner writes it, or whatever else the sender is.
pub(super) fn national(from: &str) -> String {
    from.parse()
        .map_or_else(|_| from.to_owned(), |phone: Phone| phone.national())
}

pub(super) fn message_badge(state: MessageState) -> Badge {
    let (label, tone) = match state {
        MessageState::Received => ("Received", "busy"),
        MessageState::Running => ("Running", "busy"),
        MessageState::Waiting => ("Waiting", "wait"),
        MessageState::Done => ("Done", "good"),
        MessageState::Failed => ("Failed", "bad"),
        MessageState::Denied => ("Not allowed", "warn"),
        MessageState::Ignored => ("Ignored", "mute"),
        MessageState::Expired => ("Expired", "mute"),
        MessageState::NeedsReview => ("To review", "warn"),
        MessageState::Dead => ("Gave up", "bad"),
    };
    Badge {
        name: state.name(),
        label,
        tone,
    }
}

fn reply_badge(state: ReplyState) -> Badge {
    let (label, tone) = match state {
        ReplyState::Pending => ("Queued", "busy"),
        ReplyState::Sending => ("Sending", "busy"),
        ReplyState::Sent => ("Sent", "good"),
        ReplyState::Delivered => ("Delivered", "good"),
        ReplyState::Undelivered => ("Not delivered", "bad"),
        ReplyState::Suppressed => ("Held back", "mute"),
        ReplyState::GaveUp => ("Not sent", "bad"),
    };
    Badge {
        name: state.name(),
        label,
        tone,
    }
}
