//! A command in words, to ask about it or to say what to text instead.

use crate::domain::{Assignee, Context, Handle, Intent, TaskRef, Who};

use super::phrase::Phrase;
use super::scribe::Scribe;

/// What it would do, with the names of what it is about: `delete task #43 Send quote - Jane Doe`.
pub(super) fn described(intent: &Intent, ctx: &Context, scribe: &Scribe<'_>) -> String {
    Describer {
        ctx: Some(ctx),
        scribe,
    }
    .say(intent)
}

/// What to text for it: `delete task 43`.
pub(super) fn typed(intent: &Intent, scribe: &Scribe<'_>) -> String {
    Describer { ctx: None, scribe }.say(intent)
}

struct Describer<'a> {
    /// Where the names are; without it things are called as a person types them.
    ctx: Option<&'a Context>,
    scribe: &'a Scribe<'a>,
}

impl Describer<'_> {
    fn say(&self, intent: &Intent) -> String {
        let scribe = self.scribe;
        let free = |text: &str| scribe.free(text);
        match intent {
            Intent::TaskCreate {
                who,
                title,
                due,
                assignee,
                priority: _,
            } => scribe.say(
                Phrase::CommandTaskCreate,
                &[
                    ("title", &free(title)),
                    (
                        "who",
                        &who.as_ref().map(|it| self.who(it)).unwrap_or_default(),
                    ),
                    ("due", &due.map(|it| scribe.when(&it)).unwrap_or_default()),
                    ("assignee", &self.assignee(assignee.as_ref())),
                ],
            ),
            Intent::TaskComplete { tasks } => self.of_tasks(Phrase::CommandTaskComplete, tasks),
            Intent::TaskReopen { tasks } => self.of_tasks(Phrase::CommandTaskReopen, tasks),
            Intent::TaskDelete { tasks } => self.of_tasks(Phrase::CommandTaskDelete, tasks),
            Intent::TaskShow { tasks } => self.of_tasks(Phrase::CommandTaskShow, tasks),
            Intent::TaskList { who, .. } => {
                let who = who.as_ref().map(|it| self.who(it)).unwrap_or_default();
                scribe.say(Phrase::CommandTaskList, &[("who", &who)])
            }
            Intent::NoteCreate { who, text } => scribe.say(
                Phrase::CommandNoteCreate,
                &[("who", &self.who(who)), ("text", &free(text))],
            ),
            Intent::NoteList { who } => {
                scribe.say(Phrase::CommandNoteList, &[("who", &self.who(who))])
            }
            Intent::ContactCreate { details } => {
                let name = details.name.as_deref().map(free).unwrap_or_default();
                scribe.say(Phrase::CommandContactCreate, &[("name", &name)])
            }
            Intent::ContactFind { query } => {
                scribe.say(Phrase::CommandContactFind, &[("query", &free(query))])
            }
            Intent::ContactShow { who } => {
                scribe.say(Phrase::CommandContactShow, &[("who", &self.who(who))])
            }
            Intent::TagAdd { who, tags } => scribe.say(
                Phrase::CommandTagAdd,
                &[("who", &self.who(who)), ("tags", &free(&tags.join(", ")))],
            ),
            Intent::TagRemove { who, tags } => scribe.say(
                Phrase::CommandTagRemove,
                &[("who", &self.who(who)), ("tags", &free(&tags.join(", ")))],
            ),
            Intent::LeadRegister { details, .. } => {
                let name = details.name.as_deref().map(free).unwrap_or_default();
                scribe.say(Phrase::CommandLeadRegister, &[("name", &name)])
            }
            Intent::Help { topic } => {
                let topic = topic.as_deref().map(free).unwrap_or_default();
                scribe.say(Phrase::CommandHelp, &[("topic", &topic)])
            }
            Intent::WhoAmI => scribe.say(Phrase::CommandWhoAmI, &[]),
            Intent::Undo => scribe.say(Phrase::CommandUndo, &[]),
            Intent::More => scribe.say(Phrase::CommandMore, &[]),
            Intent::Answer(_) => scribe.say(Phrase::CommandAnswer, &[]),
            // Understood, not planned yet: nothing asks about it.
            other => other.name().to_owned(),
        }
    }

    fn of_tasks(&self, phrase: Phrase, tasks: &[TaskRef]) -> String {
        let tasks: Vec<String> = tasks.iter().map(|it| self.task(it)).collect();
        self.scribe.say(phrase, &[("tasks", &tasks.join(", "))])
    }

    fn task(&self, task: &TaskRef) -> String {
        match task {
            TaskRef::Handle(number) => {
                let handle = Handle::task(*number);
                match self.ctx.map(|ctx| ctx.bound.handles.get(&handle)) {
                    None => number.to_string(),
                    Some(None) => handle.to_string(),
                    Some(Some(target)) => {
                        let title = self.scribe.free(&target.title);
                        let name = target.contact_name.as_deref();
                        let who = name.map(|it| self.scribe.free(it)).unwrap_or_default();
                        let handle = handle.to_string();
                        let fields = [("task", handle.as_str()), ("title", &title), ("who", &who)];
                        self.scribe.say(Phrase::TaskItem, &fields)
                    }
                }
            }
            TaskRef::Title { title } => format!("\"{}\"", self.scribe.free(title)),
            TaskRef::Last { .. } => self.scribe.say(Phrase::WordLastTask, &[]),
        }
    }

    fn who(&self, who: &Who) -> String {
        let bound = self.ctx.map(|ctx| &ctx.bound);
        if let Some(bound) = bound
            && let ([contact], false) = (bound.contacts.as_slice(), bound.near)
            && !matches!(who, Who::Contact(_))
        {
            return self.scribe.name(contact);
        }
        match who {
            Who::Name(text) | Who::Digits(text) | Who::Email(text) => self.scribe.free(text),
            Who::Phone(phone) => phone.national(),
            Who::Contact(number) => {
                let handle = Handle::contact(*number);
                let target = bound.and_then(|bound| bound.handles.get(&handle));
                target.map_or_else(|| handle.to_string(), |it| self.scribe.free(&it.title))
            }
            Who::Last(_) => self.scribe.say(Phrase::WordLastContact, &[]),
        }
    }

    fn assignee(&self, assignee: Option<&Assignee>) -> String {
        match assignee {
            None => String::new(),
            Some(Assignee::Me(_)) => self.scribe.say(Phrase::WordMe, &[]),
            Some(Assignee::Name(name)) => self.scribe.free(name),
        }
    }
}
