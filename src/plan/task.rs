//! New tasks, lists of tasks, one task.

use jiff::Timestamp;

use crate::domain::{
    Assignee, Contact, Context, CrmCall, ListState, ListWhen, Outcome, Priority, Task, TaskRef,
    UserId, When, Who,
};

use super::Step;
use super::bind::{assignee, contact, own_contact};
use super::due;
use super::note::vanished;
use super::seen::{Got, Seen, with_failures};
use super::target::aims;

/// A task as it was asked for.
pub(super) struct New<'a> {
    pub(super) who: Option<&'a Who>,
    pub(super) title: &'a str,
    pub(super) due: Option<&'a When>,
    pub(super) assignee: Option<&'a Assignee>,
    pub(super) priority: Option<Priority>,
}

/// A list of tasks as it was asked for.
pub(super) struct Wanted<'a> {
    pub(super) who: Option<&'a Who>,
    pub(super) assignee: Option<&'a Assignee>,
    pub(super) when: Option<ListWhen>,
    pub(super) state: Option<ListState>,
}

/// A task about nobody hangs on the sender's own contact. Nobody named to do it, it is the sender's.
pub(super) fn create(new: &New<'_>, ctx: &Context, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let colleague = assignee(new.assignee, ctx, seen)?;
    let about = new.who.map(|who| contact(who, ctx, seen)).transpose()?;
    let holder = match &about {
        Some(contact) => contact.clone(),
        None => own_contact(ctx, seen)?,
    };
    let (title, body) = prioritised(new.title, new.priority);
    let moment = due::moment(new.due, ctx);
    let user = colleague.as_ref().map(|(user, _)| user.clone());
    let call = CrmCall::CreateTask {
        contact: holder.id.clone(),
        title: title.clone(),
        body,
        due: moment,
        assignee: user.clone(),
        marker: ctx.marker.clone(),
    };
    let task = seen.task(call)?.or_end(|| vanished(&holder))?;

    let mut lost = Vec::new();
    if task.title.trim() != title.trim() {
        lost.push("title".to_owned());
    }
    if task.due.map(Timestamp::as_second) != Some(moment.as_second()) {
        lost.push("due".to_owned());
    }
    if task.assignee != user {
        lost.push("assignee".to_owned());
    }
    let failed = (!lost.is_empty()).then_some(Outcome::NotKept { what: lost });
    let named = matches!(new.assignee, Some(Assignee::Name(_)));
    let done = Outcome::TaskCreated {
        task,
        contact: about,
        due: new.due.copied(),
        assignee: colleague.filter(|_| named).map(|(_, name)| name),
    };
    Ok(with_failures(done, failed.into_iter().collect()))
}

/// Of a contact, of a colleague, by default the sender's own; open ones by default. Soonest first.
pub(super) fn list(
    wanted: &Wanted<'_>,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let completed = wanted.state == Some(ListState::Done);
    let (mut tasks, of) = if let Some(who) = wanted.who {
        let contact = contact(who, ctx, seen)?;
        let user = match wanted.assignee {
            Some(_) => Some(user(wanted.assignee, ctx, seen)?.0),
            None => None,
        };
        let mut tasks = of_contact(&contact, seen)?;
        tasks.retain(|it| user.is_none() || it.assignee == user);
        (tasks, Some(contact.name))
    } else {
        let (user, name) = user(wanted.assignee, ctx, seen)?;
        let search = CrmCall::SearchTasks {
            assignee: Some(user),
            completed: Some(completed),
            query: None,
        };
        let found = seen.tasks(search)?;
        let named = matches!(wanted.assignee, Some(Assignee::Name(_)));
        (
            found.or_end(|| Outcome::NoUser { user: None })?,
            named.then_some(name),
        )
    };
    tasks.retain(|it| it.completed == completed);
    if let Some(when) = wanted.when {
        tasks.retain(|it| due::is_within(it, when, ctx));
    }
    tasks.sort_by_key(|it| (it.due.is_none(), it.due, it.handle));
    Ok(Outcome::TaskList {
        total: tasks.len(),
        tasks,
        of,
    })
}

pub(super) fn show(tasks: &[TaskRef], ctx: &Context, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let (aims, missing) = aims(tasks, None, ctx, seen)?;
    let mut shown = Vec::new();
    let mut failed: Vec<Outcome> = missing.into_iter().map(|it| gone(Some(it), None)).collect();
    for aim in aims {
        match seen.task(aim.get())? {
            Got::It(task) => shown.push(aim.known(task)),
            Got::Gone => failed.push(gone(aim.number, Some(aim.title))),
            Got::Failed(outcome) => failed.push(outcome),
        }
    }
    match failed.pop() {
        Some(only) if shown.is_empty() && failed.is_empty() => Ok(only),
        last => {
            failed.extend(last);
            Ok(with_failures(Outcome::TasksShown { tasks: shown }, failed))
        }
    }
}

/// The CRM knows no priorities: the pressing ones are marked where every list shows them, a low one in the text below.
fn prioritised(title: &str, priority: Option<Priority>) -> (String, Option<String>) {
    match priority {
        Some(Priority::Urgent) => (format!("!! {title}"), None),
        Some(Priority::High) => (format!("! {title}"), None),
        Some(Priority::Low) => (title.to_owned(), Some("Priority: low".to_owned())),
        Some(Priority::Normal) | None => (title.to_owned(), None),
    }
}

fn user(
    whose: Option<&Assignee>,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<(UserId, String), Step> {
    let user = assignee(whose, ctx, seen)?;
    user.ok_or(Step::Done(Outcome::NoUser { user: None }))
}

fn of_contact(contact: &Contact, seen: &mut Seen<'_>) -> Result<Vec<Task>, Step> {
    let call = CrmCall::ListTasks {
        contact: contact.id.clone(),
    };
    seen.tasks(call)?.or_end(|| vanished(contact))
}

fn gone(number: Option<u32>, title: Option<String>) -> Outcome {
    Outcome::NoSuchTask {
        number,
        title,
        open: Vec::new(),
    }
}
