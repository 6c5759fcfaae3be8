//! Tasks done, not done after all, and gone. Level-triggered: what is so already is said, not sent.

use crate::domain::{Context, CrmCall, Outcome, Task, TaskRef};

use super::Step;
use super::seen::{Got, Seen, with_failures};
use super::target::{Aim, aims};

pub(super) fn complete(
    tasks: &[TaskRef],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let ended = set(tasks, true, ctx, seen)?;
    let done = Outcome::TasksCompleted {
        tasks: ended.changed,
        already: ended.already,
        gone: ended.gone,
    };
    Ok(with_failures(done, ended.failed))
}

pub(super) fn reopen(
    tasks: &[TaskRef],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let ended = set(tasks, false, ctx, seen)?;
    let done = Outcome::TasksReopened {
        tasks: ended.changed,
        already: ended.already,
        gone: ended.gone,
    };
    Ok(with_failures(done, ended.failed))
}

pub(super) fn delete(
    tasks: &[TaskRef],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let (aims, missing) = aims(tasks, Some(false), ctx, seen)?;
    let alone = aims.len() == 1 && missing.is_empty();
    let mut ended = Ended::new(missing);
    for aim in aims {
        let call = CrmCall::DeleteTask {
            contact: aim.contact.clone(),
            task: aim.id.clone(),
        };
        match seen.deleted(call)? {
            Got::It(()) => ended.changed.push(aim.task()),
            Got::Gone => ended.gone(&aim),
            Got::Failed(outcome) => ended.fail(&aim, outcome, alone)?,
        }
    }
    let done = Outcome::TasksDeleted {
        tasks: ended.changed,
        gone: ended.gone,
    };
    Ok(with_failures(done, ended.failed))
}

/// How it ended with each task.
struct Ended {
    changed: Vec<Task>,
    already: Vec<Task>,
    gone: Vec<u32>,
    failed: Vec<Outcome>,
}

/// Makes the tasks done or open. A task last known to be so is read first: only where that is no longer true is anything sent.
fn set(
    tasks: &[TaskRef],
    completed: bool,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Ended, Step> {
    let (aims, missing) = aims(tasks, Some(!completed), ctx, seen)?;
    let alone = aims.len() == 1 && missing.is_empty();
    let mut ended = Ended::new(missing);
    for aim in aims {
        if aim.completed == completed {
            match seen.task(aim.get())? {
                Got::It(task) if task.completed == completed => {
                    ended.already.push(aim.known(task));
                    continue;
                }
                Got::It(_) => {}
                Got::Gone => {
                    ended.gone(&aim);
                    continue;
                }
                Got::Failed(outcome) => {
                    ended.fail(&aim, outcome, alone)?;
                    continue;
                }
            }
        }
        let call = CrmCall::SetTaskCompleted {
            contact: aim.contact.clone(),
            task: aim.id.clone(),
            completed,
        };
        match seen.task(call)? {
            Got::It(task) if task.completed == completed => ended.changed.push(aim.known(task)),
            Got::It(_) => {
                let what = vec!["completed".to_owned()];
                ended.fail(&aim, Outcome::NotKept { what }, alone)?;
            }
            Got::Gone => ended.gone(&aim),
            Got::Failed(outcome) => ended.fail(&aim, outcome, alone)?,
        }
    }
    Ok(ended)
}

impl Ended {
    fn new(gone: Vec<u32>) -> Self {
        Self {
            changed: Vec::new(),
            already: Vec::new(),
            gone,
            failed: Vec::new(),
        }
    }

    fn gone(&mut self, aim: &Aim) {
        match aim.number {
            Some(number) => self.gone.push(number),
            None => self.failed.push(Outcome::NoSuchTask {
                number: None,
                title: Some(aim.title.clone()),
                open: Vec::new(),
            }),
        }
    }

    /// A failure of the only task is the end; one of several is told with its handle, and the others go on.
    fn fail(&mut self, aim: &Aim, outcome: Outcome, alone: bool) -> Result<(), Step> {
        if alone {
            return Err(Step::Done(outcome));
        }
        self.failed.push(match outcome {
            Outcome::Refused { reason } => Outcome::Refused {
                reason: format!("{}: {reason}", aim.label()),
            },
            other => other,
        });
        Ok(())
    }
}
