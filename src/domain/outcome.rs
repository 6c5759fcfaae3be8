//! How a command ended, and the states that messages and replies pass through.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answer, Contact, Intent, Note, Person, Phone, Problem, Question, Task, UserId, When};

/// The states of a message. `Received`, `Running` and `Waiting` are not terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    Received,
    Running,
    Waiting,
    Done,
    Failed,
    Denied,
    Ignored,
    Expired,
    NeedsReview,
    Dead,
}

/// The states of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyState {
    Pending,
    Sending,
    Sent,
    Delivered,
    Undelivered,
    Suppressed,
    GaveUp,
}

/// How a command ended, with everything its reply says. `code` names it in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Outcome {
    TaskCreated {
        task: Task,
        contact: Option<Contact>,
        due: Option<When>,
        assignee: Option<String>,
    },
    /// Tasks completed now, those that were done before, and those that are gone.
    TasksCompleted {
        tasks: Vec<Task>,
        already: Vec<Task>,
        gone: Vec<u32>,
    },
    TasksReopened {
        tasks: Vec<Task>,
        already: Vec<Task>,
        gone: Vec<u32>,
    },
    TasksDeleted {
        tasks: Vec<Task>,
        gone: Vec<u32>,
    },
    TasksShown {
        tasks: Vec<Task>,
    },
    /// `of` names whose tasks these are: a contact or a colleague.
    TaskList {
        tasks: Vec<Task>,
        total: usize,
        of: Option<String>,
    },
    NoteAdded {
        note: Note,
        contact: Contact,
    },
    NoteList {
        notes: Vec<Note>,
        contact: Contact,
        total: usize,
    },
    ContactCreated {
        contact: Contact,
    },
    ContactExists {
        contact: Contact,
    },
    ContactShown {
        contact: Contact,
        open_tasks: Option<usize>,
    },
    ContactsFound {
        contacts: Vec<Contact>,
        query: String,
        total: usize,
    },
    /// `new` are those the directory had not seen before.
    TagsAdded {
        contact: Contact,
        tags: Vec<String>,
        new: Vec<String>,
    },
    TagsRemoved {
        contact: Contact,
        tags: Vec<String>,
    },
    /// The contact had (`had`) or lacked all of these tags already: nothing was sent.
    TagsUnchanged {
        contact: Contact,
        tags: Vec<String>,
        had: bool,
    },
    LeadRegistered {
        contact: Contact,
        reply: Option<String>,
    },
    /// The lead was known: what they wrote was noted.
    LeadNoted {
        contact: Contact,
    },
    /// A stranger said nothing of themselves and is told, once, what to text.
    Greeted,
    Helped {
        topic: Option<String>,
    },
    WhoAmI {
        person: Option<Person>,
        phone: Phone,
    },
    /// What was taken back, by the text of the message.
    Undone {
        text: String,
    },
    NothingToUndo,
    /// It cannot be taken back, and why (a phrase key: `changed_since`, `gone`, `not_undoable`).
    NotUndone {
        text: String,
        why: String,
    },
    NothingMore,
    /// An answer arrived and no question is open.
    NothingAsked,
    /// The answer was taken: what it led to is told by the message that asked.
    Answered {
        answer: Option<Answer>,
    },
    /// Not an end: the CRM cannot be reached, and what was asked is done once it can.
    Delayed,
    /// Staff wrote something that is no command: kept, nothing changed.
    NotACommand,
    /// The answer does not fit the open question; it stays open.
    NotAnAnswer {
        question: Question,
    },
    /// The person said no.
    Dropped,
    /// The code was wrong three times.
    CodeFailed,
    OptedOut,
    OptedIn,
    /// Not understood.
    Unclear {
        problem: Problem,
    },
    NoSuchTask {
        number: Option<u32>,
        title: Option<String>,
        open: Vec<Task>,
    },
    NoSuchContact {
        query: String,
        near: Vec<Contact>,
    },
    NoSuchColleague {
        name: String,
    },
    /// Understood, but there is no way to carry it out yet; the intent's name.
    NotYet {
        intent: String,
    },
    /// The role does not allow it.
    NotAllowed {
        intent: String,
    },
    /// The sender has no user in the CRM, so "my tasks" is unknown.
    NoUser {
        user: Option<UserId>,
    },
    /// What was done, and what of the same command was not. `failed` holds `Refused`, `NeedsReview`, `NotKept` and the like.
    Partly {
        done: Box<Outcome>,
        failed: Vec<Outcome>,
    },
    /// The CRM said yes and its echo lacks these parts of the change (phrase keys: `title`, `due`, `assignee`, `tags` …).
    NotKept {
        what: Vec<String>,
    },
    /// A destructive command that was only guessed: it needs its full words.
    NeedsFullWords {
        intent: Box<Intent>,
    },
    /// The CRM refused; its reason.
    Refused {
        reason: String,
    },
    /// It may or may not have taken effect; somebody will look.
    NeedsReview {
        what: String,
    },
    /// The CRM could not be reached in time; it was given up before any effect.
    Expired {
        since: Timestamp,
    },
    /// A tapback, chatter or a message of media only: nothing to do.
    Ignored {
        why: String,
    },
}

impl Outcome {
    /// The terminal state of a message whose command ended so.
    #[must_use]
    pub fn state(&self) -> MessageState {
        match self {
            Self::NotAllowed { .. } | Self::CodeFailed => MessageState::Denied,
            Self::Refused { .. } | Self::NotYet { .. } => MessageState::Failed,
            Self::NeedsReview { .. } => MessageState::NeedsReview,
            Self::Expired { .. } => MessageState::Expired,
            Self::Ignored { .. } => MessageState::Ignored,
            Self::Partly { failed, .. } => worst(failed.iter().map(Self::state)),
            _ => MessageState::Done,
        }
    }
}

/// The state that most needs a person, for a message of several commands: review before failure before all others.
#[must_use]
pub fn worst(states: impl IntoIterator<Item = MessageState>) -> MessageState {
    let rank = |state: &MessageState| match state {
        MessageState::NeedsReview => 5,
        MessageState::Failed => 4,
        MessageState::Expired => 3,
        MessageState::Denied => 2,
        MessageState::Done => 1,
        _ => 0,
    };
    states
        .into_iter()
        .max_by_key(rank)
        .unwrap_or(MessageState::Done)
}

impl MessageState {
    /// Whether nothing will happen any more.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        !matches!(self, Self::Received | Self::Running | Self::Waiting)
    }
    /// All of them, in the order of a message's life.
    pub const ALL: [Self; 10] = [
        Self::Received,
        Self::Running,
        Self::Waiting,
        Self::Done,
        Self::Failed,
        Self::Denied,
        Self::Ignored,
        Self::Expired,
        Self::NeedsReview,
        Self::Dead,
    ];

    /// Its name in JSON, in queries and in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Denied => "denied",
            Self::Ignored => "ignored",
            Self::Expired => "expired",
            Self::NeedsReview => "needs_review",
            Self::Dead => "dead",
        }
    }
}

impl ReplyState {
    /// Its name in JSON and in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Suppressed => "suppressed",
            Self::GaveUp => "gave_up",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_in_the_state_that_most_needs_a_person() {
        let partly = Outcome::Partly {
            done: Box::new(Outcome::Dropped),
            failed: vec![
                Outcome::Refused {
                    reason: String::new(),
                },
                Outcome::NeedsReview {
                    what: String::new(),
                },
            ],
        };
        assert_eq!(partly.state(), MessageState::NeedsReview);
        let states = [Outcome::NothingMore.state(), Outcome::CodeFailed.state()];
        assert_eq!(worst(states), MessageState::Denied);
        assert_eq!(worst([]), MessageState::Done);
    }

    #[test]
    fn what_was_not_kept_was_done_all_the_same() {
        let partly = Outcome::Partly {
            done: Box::new(Outcome::Dropped),
            failed: vec![Outcome::NotKept { what: Vec::new() }],
        };
        assert_eq!(partly.state(), MessageState::Done);
    }
}
