//! Replies about tasks.

use crate::domain::{Contact, Handle, Outcome, Task, When};

use super::draft::Draft;
use super::phrase::Phrase;
use super::scribe::Scribe;

pub(super) fn created(
    task: &Task,
    contact: Option<&Contact>,
    due: Option<&When>,
    assignee: Option<&str>,
    scribe: &Scribe<'_>,
) -> String {
    let handle = Scribe::handle(task.handle);
    let title = scribe.free(&task.title);
    let due = due.map(|due| scribe.when(due)).unwrap_or_default();
    if scribe.brief {
        let fields = [("task", handle.as_str()), ("title", &title), ("due", &due)];
        return scribe.say(Phrase::TaskCreatedBrief, &fields);
    }
    let who = contact.map(|it| scribe.name(it)).unwrap_or_default();
    let assignee = assignee.map(|it| scribe.free(it)).unwrap_or_default();
    scribe.say(
        Phrase::TaskCreated,
        &[
            ("task", &handle),
            ("title", &title),
            ("who", &who),
            ("due", &due),
            ("assignee", &assignee),
        ],
    )
}

pub(super) fn completed(
    tasks: &[Task],
    already: &[Task],
    gone: &[u32],
    scribe: &Scribe<'_>,
) -> String {
    let phrases = [
        Phrase::TaskDone,
        Phrase::TaskDoneBrief,
        Phrase::TaskDoneBefore,
    ];
    set(phrases, tasks, already, gone, scribe)
}

pub(super) fn reopened(
    tasks: &[Task],
    already: &[Task],
    gone: &[u32],
    scribe: &Scribe<'_>,
) -> String {
    let phrases = [
        Phrase::TaskReopened,
        Phrase::TaskReopenedBrief,
        Phrase::TaskOpenBefore,
    ];
    set(phrases, tasks, already, gone, scribe)
}

/// Phrases: said alone, said among others, and of those that were so before.
fn set(
    [alone, brief, before]: [Phrase; 3],
    tasks: &[Task],
    already: &[Task],
    gone: &[u32],
    scribe: &Scribe<'_>,
) -> String {
    let among = scribe.brief || !already.is_empty() || !gone.is_empty();
    let phrase = if among { brief } else { alone };
    changed([(phrase, tasks), (before, already)], gone, scribe)
}

pub(super) fn deleted(tasks: &[Task], gone: &[u32], scribe: &Scribe<'_>) -> String {
    changed([(Phrase::TaskDeleted, tasks)], gone, scribe)
}

pub(super) fn shown(tasks: &[Task], scribe: &Scribe<'_>) -> String {
    let lines: Vec<String> = tasks.iter().map(|it| card(it, scribe)).collect();
    lines.join("\n")
}

pub(super) fn list(tasks: &[Task], total: usize, of: Option<&str>, scribe: &Scribe<'_>) -> Draft {
    let whose = of.map(|it| scribe.free(it)).unwrap_or_default();
    if tasks.is_empty() {
        return Draft::Text(scribe.say(Phrase::TaskNone, &[("of", &whose)]));
    }
    let lines = tasks.iter().map(|it| line(it, of, scribe)).collect();
    let (tasks, of) = (tasks.to_vec(), of.map(str::to_owned));
    Draft::List {
        head: scribe.count(Phrase::TaskList, total, &[("of", &whose)]),
        lines,
        rest: Box::new(move |shown| Outcome::TaskList {
            tasks: tasks[shown..].to_vec(),
            total: total.saturating_sub(shown),
            of: of.clone(),
        }),
    }
}

/// Handle, title and, unless several have to share the room, whose task it is.
pub(super) fn items(tasks: &[Task], scribe: &Scribe<'_>) -> String {
    let phrase = if scribe.brief || tasks.len() > 2 {
        Phrase::TaskItemBrief
    } else {
        Phrase::TaskItem
    };
    let items = tasks.iter().map(|task| {
        let handle = Scribe::handle(task.handle);
        let title = scribe.free(&task.title);
        let who = scribe.whose(task);
        let mut fields = vec![("task", handle.as_str()), ("title", title.as_str())];
        if phrase == Phrase::TaskItem {
            fields.push(("who", &who));
        }
        scribe.say(phrase, &fields)
    });
    items.collect::<Vec<_>>().join(", ")
}

/// `#42`, as it is typed.
pub(super) fn number(number: u32) -> String {
    Handle::task(number).to_string()
}

fn changed<const N: usize>(
    parts: [(Phrase, &[Task]); N],
    gone: &[u32],
    scribe: &Scribe<'_>,
) -> String {
    let mut texts: Vec<String> = parts
        .into_iter()
        .filter(|(_, tasks)| !tasks.is_empty())
        .map(|(phrase, tasks)| scribe.say(phrase, &[("tasks", &items(tasks, scribe))]))
        .collect();
    if !gone.is_empty() {
        let numbers: Vec<String> = gone.iter().map(|it| number(*it)).collect();
        let tasks = numbers.join(", ");
        texts.push(scribe.count(Phrase::TaskGone, gone.len(), &[("tasks", &tasks)]));
    }
    texts.join(". ")
}

/// Under a headline that names the contact, its name is not said again.
fn line(task: &Task, of: Option<&str>, scribe: &Scribe<'_>) -> String {
    let handle = Scribe::handle(task.handle);
    let title = scribe.free(&task.title);
    let whose = task
        .contact_name
        .as_deref()
        .filter(|name| of != Some(*name));
    let who = whose.map(|it| scribe.free(it)).unwrap_or_default();
    let due = task.due.map(|it| scribe.moment(it)).unwrap_or_default();
    scribe.say(
        Phrase::TaskLine,
        &[
            ("task", &handle),
            ("title", &title),
            ("who", &who),
            ("due", &due),
        ],
    )
}

fn card(task: &Task, scribe: &Scribe<'_>) -> String {
    let state = if task.completed {
        Phrase::TaskIsDone
    } else {
        Phrase::TaskIsOpen
    };
    scribe.say(
        Phrase::TaskShown,
        &[
            ("task", &Scribe::handle(task.handle)),
            ("title", &scribe.free(&task.title)),
            ("who", &scribe.whose(task)),
            (
                "due",
                &task.due.map(|it| scribe.moment(it)).unwrap_or_default(),
            ),
            ("state", &scribe.say(state, &[])),
            (
                "body",
                &task
                    .body
                    .as_deref()
                    .map(|it| scribe.long(it))
                    .unwrap_or_default(),
            ),
        ],
    )
}
