//! What to do next for a command: a fold over what has been seen so far.
//!
//! [`next`] is called again and again with one more [`Observation`] each time: the answer to the [`Step::Call`] or
//! [`Step::Ask`] it gave before. Nothing else changes between two calls, so a journal replayed after a crash leads to the very
//! step at which it broke off. Each plan reads as if it ran in one go: `seen.task(call)?` gives what was seen, or leaves with the
//! step that has to happen first.

#![expect(
    clippy::result_large_err,
    clippy::large_enum_variant,
    reason = "a step is made once per call of the CRM and moved a few times: boxing it would only be in the way"
)]

mod bind;
mod choose;
mod contact;
mod due;
mod lead;
mod note;
mod progress;
mod references;
mod seen;
mod session;
mod tag;
mod target;
mod task;
mod thread;
mod undo;

use crate::domain::{Context, CrmCall, Intent, Observation, Outcome, Question, Role};

pub use references::{References, references, references_of};
pub use thread::thread_after;

use seen::Seen;

/// What has to happen next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Make this call; what it brings is the next observation.
    Call(CrmCall),
    /// Ask the person; the answer is the next observation, as [`Observation::Answered`].
    Ask(Question),
    /// The command has ended.
    Done(Outcome),
}

/// How much harm an intent can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Changes nothing.
    Read,
    /// Adds something that `undo` takes back.
    Add,
    /// Changes something in a way that `undo` takes back.
    Change,
    /// Cannot be taken back: runs only after the one-time code.
    Destroy,
}

/// The step after everything in `seen`. Total: no intent, context or sequence of observations makes it fail, and a call that was
/// answered is never made again.
#[must_use]
pub fn next(intent: &Intent, ctx: &Context, seen: &[Observation]) -> Step {
    if !is_planned(intent) {
        return Step::Done(not_yet(intent));
    }
    let mut seen = Seen::new(intent, seen);
    match choose::pass_gate(intent, ctx, &mut seen).and_then(|intent| run(intent, ctx, seen)) {
        Ok(outcome) => Step::Done(outcome),
        Err(step) => step,
    }
}

/// The least role that may run this.
#[must_use]
pub fn requires(intent: &Intent) -> Role {
    match intent {
        Intent::LeadRegister { .. } | Intent::Answer(_) | Intent::Help { .. } => Role::Lead,
        _ => Role::Staff,
    }
}

/// How much harm this can do.
#[must_use]
pub fn risk(intent: &Intent) -> Risk {
    match intent {
        Intent::TaskShow { .. }
        | Intent::TaskList { .. }
        | Intent::NoteList { .. }
        | Intent::ContactFind { .. }
        | Intent::ContactShow { .. }
        | Intent::Help { .. }
        | Intent::WhoAmI
        | Intent::More
        | Intent::Answer(_) => Risk::Read,
        Intent::TaskCreate { .. }
        | Intent::NoteCreate { .. }
        | Intent::ContactCreate { .. }
        | Intent::TagAdd { .. }
        | Intent::LeadRegister { .. } => Risk::Add,
        Intent::TaskComplete { .. }
        | Intent::TaskReopen { .. }
        | Intent::TagRemove { .. }
        | Intent::Undo => Risk::Change,
        // What is understood but has no plan runs nothing at all.
        _ => Risk::Destroy,
    }
}

/// Whether there is a plan for it: the grammar understands more than can be carried out so far.
fn is_planned(intent: &Intent) -> bool {
    risk(intent) != Risk::Destroy || matches!(intent, Intent::TaskDelete { .. })
}

fn run(intent: &Intent, ctx: &Context, seen: Seen<'_>) -> Result<Outcome, Step> {
    let mut seen = seen.of(intent);
    match intent {
        Intent::TaskCreate {
            who,
            title,
            due,
            assignee,
            priority,
        } => {
            let new = task::New {
                who: who.as_ref(),
                title,
                due: due.as_ref(),
                assignee: assignee.as_ref(),
                priority: *priority,
            };
            task::create(&new, ctx, &mut seen)
        }
        Intent::TaskComplete { tasks } => progress::complete(tasks, ctx, &mut seen),
        Intent::TaskReopen { tasks } => progress::reopen(tasks, ctx, &mut seen),
        Intent::TaskDelete { tasks } => progress::delete(tasks, ctx, &mut seen),
        Intent::TaskShow { tasks } => task::show(tasks, ctx, &mut seen),
        Intent::TaskList {
            who,
            assignee,
            when,
            state,
        } => {
            let wanted = task::Wanted {
                who: who.as_ref(),
                assignee: assignee.as_ref(),
                when: *when,
                state: *state,
            };
            task::list(&wanted, ctx, &mut seen)
        }
        Intent::NoteCreate { who, text } => note::create(who, text, ctx, &mut seen),
        Intent::NoteList { who } => note::list(who, ctx, &mut seen),
        Intent::ContactCreate { details } => contact::create(details, &mut seen),
        Intent::ContactFind { query } => contact::find(query, ctx, &mut seen),
        Intent::ContactShow { who } => contact::show(who, ctx, &mut seen),
        Intent::TagAdd { who, tags } => tag::add(who, tags, ctx, &mut seen),
        Intent::TagRemove { who, tags } => tag::remove(who, tags, ctx, &mut seen),
        Intent::LeadRegister {
            details,
            note,
            tags,
        } => lead::register(details, note.as_deref(), tags, ctx, &mut seen),
        Intent::Undo => undo::undo(ctx, &mut seen),
        Intent::Help { topic } => Ok(session::help(topic.as_deref())),
        Intent::WhoAmI => Ok(session::whoami(ctx)),
        Intent::More => Ok(session::more(ctx)),
        Intent::Answer(_) => Ok(Outcome::NothingAsked),
        other => Ok(not_yet(other)),
    }
}

fn not_yet(intent: &Intent) -> Outcome {
    Outcome::NotYet {
        intent: intent.name().to_owned(),
    }
}

fn not_allowed(intent: &Intent) -> Outcome {
    Outcome::NotAllowed {
        intent: intent.name().to_owned(),
    }
}
