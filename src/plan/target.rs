//! From references to tasks to the tasks they mean.

use crate::domain::{
    ContactId, Context, CrmCall, Handle, HandleKind, Outcome, Target, Task, TaskId, TaskRef,
};

use super::Step;
use super::choose::which_task;
use super::seen::{Got, Seen};

/// A task to do something with: where it is, and what was last known of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aim {
    pub(super) number: Option<u32>,
    pub(super) contact: ContactId,
    pub(super) contact_name: Option<String>,
    pub(super) id: TaskId,
    pub(super) title: String,
    pub(super) completed: bool,
}

/// The tasks meant, each once, and the numbers that mean none. Where no task is left the command ends and says which are open.
/// `completed` tells among which tasks a title is looked for.
pub(super) fn aims(
    tasks: &[TaskRef],
    completed: Option<bool>,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<(Vec<Aim>, Vec<u32>), Step> {
    let mut found: Vec<Aim> = Vec::new();
    let mut missing = Vec::new();
    for task in tasks {
        let aim = match task {
            TaskRef::Handle(number) => by_number(*number, ctx).ok_or(*number),
            TaskRef::Title { title } => Ok(by_title(title, completed, ctx, seen)?),
            TaskRef::Last { .. } => Ok(last(ctx, seen)?),
        };
        match aim {
            Ok(aim) if !found.iter().any(|it| it.id == aim.id) => found.push(aim),
            Err(number) if !missing.contains(&number) => missing.push(number),
            Ok(_) | Err(_) => {}
        }
    }
    if found.is_empty() {
        let number = missing.first().copied();
        return Err(no_such_task(number, None, ctx, seen)?);
    }
    Ok((found, missing))
}

/// The sender's open tasks; none where the sender has no user in the CRM.
fn open(ctx: &Context, seen: &mut Seen<'_>) -> Result<Vec<Task>, Step> {
    let Some(user) = ctx.person.as_ref().and_then(|it| it.user_id.clone()) else {
        return Ok(Vec::new());
    };
    let search = CrmCall::SearchTasks {
        assignee: Some(user),
        completed: Some(false),
        query: None,
    };
    Ok(match seen.tasks(search)? {
        Got::It(tasks) => tasks,
        Got::Gone | Got::Failed(_) => Vec::new(),
    })
}

fn by_number(number: u32, ctx: &Context) -> Option<Aim> {
    let target = ctx.bound.handles.get(&Handle::task(number))?;
    Some(Aim::pointed_at(number, target))
}

fn by_title(
    title: &str,
    completed: Option<bool>,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Aim, Step> {
    let search = CrmCall::SearchTasks {
        assignee: ctx.person.as_ref().and_then(|it| it.user_id.clone()),
        completed,
        query: Some(title.to_owned()),
    };
    let found = match seen.tasks(search)? {
        Got::It(tasks) => tasks,
        Got::Gone => Vec::new(),
        Got::Failed(outcome) => return Err(Step::Done(outcome)),
    };
    let titled: Vec<Task> = found.into_iter().filter(|it| says(it, title)).collect();
    if titled.is_empty() {
        return Err(no_such_task(None, Some(title), ctx, seen)?);
    }
    which_task(titled, seen).map(Aim::from)
}

fn last(ctx: &Context, seen: &mut Seen<'_>) -> Result<Aim, Step> {
    let handle = ctx.thread.task.filter(|it| it.kind == HandleKind::Task);
    let bound = handle.and_then(|handle| by_number(handle.number, ctx));
    match bound {
        Some(aim) => Ok(aim),
        None => Err(no_such_task(handle.map(|it| it.number), None, ctx, seen)?),
    }
}

fn no_such_task(
    number: Option<u32>,
    title: Option<&str>,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Step, Step> {
    Ok(Step::Done(Outcome::NoSuchTask {
        number,
        title: title.map(str::to_owned),
        open: open(ctx, seen)?,
    }))
}

/// Whether every word of `words` stands in the task's title.
fn says(task: &Task, words: &str) -> bool {
    let title = task.title.to_lowercase();
    let words = words.to_lowercase();
    words.split_whitespace().all(|word| title.contains(word))
}

impl Aim {
    fn pointed_at(number: u32, target: &Target) -> Self {
        Self {
            number: Some(number),
            contact: target.contact.clone(),
            contact_name: target.contact_name.clone(),
            id: TaskId(target.id.clone()),
            title: target.title.clone(),
            completed: target.completed,
        }
    }

    pub(super) fn get(&self) -> CrmCall {
        CrmCall::GetTask {
            contact: self.contact.clone(),
            task: self.id.clone(),
        }
    }

    /// The task as last known.
    pub(super) fn task(&self) -> Task {
        Task {
            id: self.id.clone(),
            contact: self.contact.clone(),
            handle: self.number.map(Handle::task),
            title: self.title.clone(),
            body: None,
            due: None,
            completed: self.completed,
            assignee: None,
            contact_name: self.contact_name.clone(),
        }
    }

    /// What the CRM says of it, with what only we know.
    pub(super) fn known(&self, mut task: Task) -> Task {
        task.handle = task.handle.or_else(|| self.number.map(Handle::task));
        task.contact_name = task.contact_name.or_else(|| self.contact_name.clone());
        if task.title.is_empty() {
            task.title.clone_from(&self.title);
        }
        task
    }

    /// How it is spoken of where several are: `#42`, else its title.
    pub(super) fn label(&self) -> String {
        self.number
            .map_or_else(|| self.title.clone(), |it| Handle::task(it).to_string())
    }
}

impl From<Task> for Aim {
    fn from(task: Task) -> Self {
        Self {
            number: task.handle.map(|it| it.number),
            contact: task.contact,
            contact_name: task.contact_name,
            id: task.id,
            title: task.title,
            completed: task.completed,
        }
    }
}
