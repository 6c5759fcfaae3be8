//! What needs no CRM.

use crate::domain::{Context, Outcome};

pub(super) fn help(topic: Option<&str>) -> Outcome {
    Outcome::Helped {
        topic: topic.map(str::to_owned),
    }
}

pub(super) fn whoami(ctx: &Context) -> Outcome {
    Outcome::WhoAmI {
        person: ctx.person.clone(),
        phone: ctx.sender.clone(),
    }
}

/// The rest of the last list is an outcome of its own, rendered like any other.
pub(super) fn more(ctx: &Context) -> Outcome {
    let rest = ctx.thread.rest.as_deref().cloned();
    rest.unwrap_or(Outcome::NothingMore)
}
