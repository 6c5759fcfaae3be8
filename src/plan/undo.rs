//! Taking back the sender's last change. All that it would touch is read first: where somebody changed it since, nothing is sent
//! and the reason is given.

use crate::domain::{ContactId, Context, CrmCall, Note, Observation, Outcome, Task};

use super::Step;
use super::bind::OWN_TAG;
use super::seen::{Got, Seen, with_failures};
use super::tag::{missing_from, present_in};

/// How one effect is taken back.
enum Inverse {
    /// By this call.
    Call(CrmCall),
    /// It had no effect, or is as it was before already.
    Nothing,
    /// It stays, though the rest can be taken back.
    Stays,
    /// It stands in the way of taking back anything: a phrase key.
    Impossible(&'static str),
}

pub(super) fn undo(ctx: &Context, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let Some(last) = ctx.undo.as_ref().filter(|it| !it.effects.is_empty()) else {
        return Ok(Outcome::NothingToUndo);
    };
    let not_undone = |why: &str| Outcome::NotUndone {
        text: last.text.clone(),
        why: why.to_owned(),
    };
    let mut calls = Vec::new();
    let mut stays = false;
    for (effect, saw) in last.effects.iter().rev() {
        match inverse(effect, saw, seen)? {
            Inverse::Call(call) => calls.push(call),
            Inverse::Nothing => {}
            Inverse::Stays => stays = true,
            Inverse::Impossible(why) => return Ok(not_undone(why)),
        }
    }
    if calls.is_empty() && stays {
        return Ok(not_undone("not_undoable"));
    }
    let wanted = calls.len();
    let mut failed = Vec::new();
    for call in calls {
        failed.extend(take_back(call, seen)?);
    }
    if wanted > 0 && failed.len() == wanted {
        return Ok(failed.swap_remove(0));
    }
    if stays {
        failed.push(not_undone("not_undoable"));
    }
    let done = Outcome::Undone {
        text: last.text.clone(),
    };
    Ok(with_failures(done, failed))
}

/// Sends one inverse; what is gone by now is as good as taken back.
fn take_back(call: CrmCall, seen: &mut Seen<'_>) -> Result<Option<Outcome>, Step> {
    Ok(match call {
        CrmCall::SetTaskCompleted { completed, .. } => match seen.task(call)? {
            Got::It(task) if task.completed != completed => Some(Outcome::NotKept {
                what: vec!["completed".to_owned()],
            }),
            Got::It(_) | Got::Gone => None,
            Got::Failed(outcome) => Some(outcome),
        },
        CrmCall::AddTags { .. } | CrmCall::RemoveTags { .. } => match seen.tags(call)? {
            Got::It(_) | Got::Gone => None,
            Got::Failed(outcome) => Some(outcome),
        },
        call => match seen.deleted(call)? {
            Got::It(()) | Got::Gone => None,
            Got::Failed(outcome) => Some(outcome),
        },
    })
}

fn inverse(effect: &CrmCall, saw: &Observation, seen: &mut Seen<'_>) -> Result<Inverse, Step> {
    match (effect, saw) {
        (read, _) if !read.changes() => Ok(Inverse::Nothing),
        (_, Observation::Refused { .. } | Observation::Gone | Observation::NotAllowed) => {
            Ok(Inverse::Nothing)
        }
        (CrmCall::CreateTask { .. }, Observation::Task(task)) => of_new_task(task, seen),
        (CrmCall::CreateNote { .. }, Observation::Note(note)) => of_new_note(note, seen),
        (CrmCall::SetTaskCompleted { completed, .. }, Observation::Task(task)) => {
            of_completion(task, *completed, seen)
        }
        (CrmCall::AddTags { contact, tags }, Observation::Tags(_)) => {
            of_tags(contact, tags, true, seen)
        }
        (CrmCall::RemoveTags { contact, tags }, Observation::Tags(_)) => {
            of_tags(contact, tags, false, seen)
        }
        // The contact that the sender's own tasks hang on is ours, not theirs: nothing to speak of.
        (CrmCall::CreateContact { tags, .. }, Observation::Contact(_)) => {
            let own = tags.iter().any(|tag| tag == OWN_TAG);
            Ok(if own {
                Inverse::Nothing
            } else {
                Inverse::Stays
            })
        }
        (_, Observation::Duplicate { .. }) => Ok(Inverse::Nothing),
        // Deletions, and what nobody knows the end of.
        _ => Ok(Inverse::Impossible("not_undoable")),
    }
}

/// A task is deleted again as long as nobody has touched it.
fn of_new_task(made: &Task, seen: &mut Seen<'_>) -> Result<Inverse, Step> {
    let same = |now: &Task| {
        (&now.title, &now.body, now.due, now.completed, &now.assignee)
            == (
                &made.title,
                &made.body,
                made.due,
                made.completed,
                &made.assignee,
            )
    };
    let get = CrmCall::GetTask {
        contact: made.contact.clone(),
        task: made.id.clone(),
    };
    read(seen.task(get)?, Inverse::Nothing, |now| {
        if !same(&now) {
            return Inverse::Impossible("changed_since");
        }
        Inverse::Call(CrmCall::DeleteTask {
            contact: made.contact.clone(),
            task: made.id.clone(),
        })
    })
}

fn of_new_note(made: &Note, seen: &mut Seen<'_>) -> Result<Inverse, Step> {
    let list = CrmCall::ListNotes {
        contact: made.contact.clone(),
    };
    read(seen.notes(list)?, Inverse::Nothing, |notes| {
        match notes.iter().find(|it| it.id == made.id) {
            None => Inverse::Nothing,
            Some(now) if now.body != made.body => Inverse::Impossible("changed_since"),
            Some(_) => Inverse::Call(CrmCall::DeleteNote {
                contact: made.contact.clone(),
                note: made.id.clone(),
            }),
        }
    })
}

fn of_completion(task: &Task, completed: bool, seen: &mut Seen<'_>) -> Result<Inverse, Step> {
    let get = CrmCall::GetTask {
        contact: task.contact.clone(),
        task: task.id.clone(),
    };
    read(seen.task(get)?, Inverse::Impossible("gone"), |now| {
        if now.completed != completed {
            return Inverse::Nothing;
        }
        Inverse::Call(CrmCall::SetTaskCompleted {
            contact: task.contact.clone(),
            task: task.id.clone(),
            completed: !completed,
        })
    })
}

/// Only tags that are still as we left them.
fn of_tags(
    contact: &ContactId,
    tags: &[String],
    added: bool,
    seen: &mut Seen<'_>,
) -> Result<Inverse, Step> {
    let contact = contact.clone();
    let get = CrmCall::GetContact {
        contact: contact.clone(),
    };
    read(seen.contact(get)?, Inverse::Impossible("gone"), |now| {
        let tags = if added {
            present_in(&now.tags, tags)
        } else {
            missing_from(&now.tags, tags)
        };
        match (tags.is_empty(), added) {
            (true, _) => Inverse::Nothing,
            (false, true) => Inverse::Call(CrmCall::RemoveTags { contact, tags }),
            (false, false) => Inverse::Call(CrmCall::AddTags { contact, tags }),
        }
    })
}

fn read<T>(got: Got<T>, gone: Inverse, judge: impl FnOnce(T) -> Inverse) -> Result<Inverse, Step> {
    match got {
        Got::It(now) => Ok(judge(now)),
        Got::Gone => Ok(gone),
        Got::Failed(outcome) => Err(Step::Done(outcome)),
    }
}
