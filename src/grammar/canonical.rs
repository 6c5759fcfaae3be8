//! The plainest text that means an intent: what a program would text.

use super::lexicon::Lexicon;
use super::lexicon::sense::{Cue, Field, Filter, Link, Noun, Sense, Talk, Verb};
use super::normalize::is_quote;
use crate::domain::{
    Answer, AppointmentRef, Assignee, Details, Intent, Lang, ListState, ListWhen, Priority,
    TaskRef, When, Who,
};

/// The plainest text that means `intent`: `parse(canonical(intent)) == intent`, for every intent that a text can mean.
#[must_use]
pub fn canonical(intent: &Intent, lang: &Lang, lexicon: &Lexicon) -> String {
    let words = Words {
        lexicon,
        lang: lexicon.index(lang),
    };
    words.intent(intent)
}

/// The words of one language.
struct Words<'a> {
    lexicon: &'a Lexicon,
    lang: usize,
}

impl Words<'_> {
    fn intent(&self, intent: &Intent) -> String {
        match intent {
            Intent::TaskCreate {
                who,
                title,
                due,
                assignee,
                priority,
            } => {
                let who = who
                    .as_ref()
                    .map(|who| format!("{} {}:", self.say(Sense::Link(Link::For)), self.who(who)));
                let due = due.map(|due| format!("{} {}", self.say(Sense::Cue(Cue::By)), due));
                let assignee = assignee.as_ref().map(|assignee| self.assignee(assignee));
                let priority = priority.map(|priority| self.priority(priority));
                join([
                    Some(self.say(Sense::Noun(Noun::Task)).to_owned()),
                    who,
                    Some(quote(title)),
                    due,
                    assignee,
                    priority,
                ])
            }
            Intent::TaskComplete { tasks } => self.tasks(Verb::Done, tasks),
            Intent::TaskReopen { tasks } => self.tasks(Verb::Reopen, tasks),
            Intent::TaskDelete { tasks } => self.tasks(Verb::Delete, tasks),
            Intent::TaskShow { tasks } => self.tasks(Verb::Show, tasks),
            Intent::TaskList {
                who,
                assignee,
                when,
                state,
            } => join([
                Some(self.say(Sense::Noun(Noun::Tasks)).to_owned()),
                state.map(|state| self.state(state)),
                when.map(|when| self.list_when(when)),
                assignee.as_ref().map(|assignee| self.assignee(assignee)),
                who.as_ref()
                    .map(|who| format!("{} {}", self.say(Sense::Link(Link::For)), self.who(who))),
            ]),
            Intent::NoteCreate { who, text } => format!(
                "{} {}: {}",
                self.say(Sense::Noun(Noun::Note)),
                self.who(who),
                quote(text)
            ),
            Intent::NoteList { who } => {
                format!("{} {}", self.say(Sense::Noun(Noun::Notes)), self.who(who))
            }
            Intent::ContactCreate { details } => format!(
                "{} {} {}",
                self.say(Sense::Verb(Verb::Add)),
                self.say(Sense::Noun(Noun::Contact)),
                self.details(details)
            ),
            Intent::ContactFind { query } => {
                format!("{} {}", self.say(Sense::Verb(Verb::Find)), quote(query))
            }
            Intent::ContactShow { who } => format!(
                "{} {} {}",
                self.say(Sense::Verb(Verb::Show)),
                self.say(Sense::Noun(Noun::Contact)),
                self.who(who)
            ),
            Intent::TagAdd { who, tags } => self.tags(Verb::Tag, who, tags),
            Intent::TagRemove { who, tags } => self.tags(Verb::Untag, who, tags),
            Intent::TaskUpdate { task, title, due } => {
                let head = self.tasks(Verb::Edit, std::slice::from_ref(task));
                match (title, due) {
                    (Some(title), _) => format!("{head}: {}", quote(title)),
                    (None, Some(due)) => {
                        format!("{head} {} {due}", self.say(Sense::Field(Field::Due)))
                    }
                    (None, None) => head,
                }
            }
            Intent::TaskAssign { tasks, assignee } => format!(
                "{} {} {}",
                self.tasks(Verb::Assign, tasks),
                self.say(Sense::Link(Link::To)),
                self.assignee(assignee)
            ),
            Intent::NoteUpdate { note, text } => {
                format!(
                    "{} n{note}: {}",
                    self.say(Sense::Verb(Verb::Edit)),
                    quote(text)
                )
            }
            Intent::NoteDelete { note } => {
                format!("{} n{note}", self.say(Sense::Verb(Verb::Delete)))
            }
            Intent::ContactUpdate { who, details } => format!(
                "{} {}, {}",
                self.say(Sense::Verb(Verb::Edit)),
                self.who(who),
                self.field(details)
            ),
            Intent::ContactDelete { who } => format!(
                "{} {} {}",
                self.say(Sense::Verb(Verb::Delete)),
                self.say(Sense::Noun(Noun::Contact)),
                self.who(who)
            ),
            Intent::AppointmentList { who, when } => join([
                Some(self.say(Sense::Noun(Noun::Appointments)).to_owned()),
                when.map(|when| self.list_when(when)),
                self.with(who.as_ref()),
            ]),
            Intent::AppointmentBook {
                who,
                start,
                end,
                place,
                title,
                calendar: _,
            } => join([
                Some(self.say(Sense::Noun(Noun::Appointment)).to_owned()),
                self.with(who.as_ref()),
                start.map(|start| start.to_string()),
                end.map(|end| format!("- {}", clock(end))),
                place
                    .as_ref()
                    .map(|place| format!("{} {}", self.say(Sense::Cue(Cue::At)), quote(place))),
                title.as_ref().map(|title| format!(": {}", quote(title))),
            ]),
            Intent::AppointmentMove { appointment, start } => join([
                Some(self.say(Sense::Verb(Verb::Move)).to_owned()),
                Some(self.appointment(appointment)),
                start.map(|start| format!("{} {start}", self.say(Sense::Link(Link::To)))),
            ]),
            Intent::AppointmentCancel { appointment } => format!(
                "{} {}",
                self.say(Sense::Verb(Verb::Cancel)),
                self.appointment(appointment)
            ),
            Intent::SlotsList { when, calendar } => join([
                Some(self.say(Sense::Noun(Noun::Slots)).to_owned()),
                when.map(|when| self.list_when(when)),
                calendar.as_ref().map(|calendar| {
                    format!("{} {}", self.say(Sense::Link(Link::For)), quote(calendar))
                }),
            ]),
            Intent::OpportunityList { who } => join([
                Some(self.say(Sense::Noun(Noun::Opportunities)).to_owned()),
                who.as_ref()
                    .map(|who| format!("{} {}", self.say(Sense::Link(Link::For)), self.who(who))),
            ]),
            Intent::OpportunityCreate {
                who,
                name,
                value,
                pipeline,
            } => join([
                Some(self.say(Sense::Noun(Noun::Opportunity)).to_owned()),
                who.as_ref()
                    .map(|who| format!("{} {}:", self.say(Sense::Link(Link::For)), self.who(who))),
                value.map(|value| format!("${value}")),
                name.as_ref().map(|name| quote(name)),
                pipeline.as_ref().map(|pipeline| {
                    format!(
                        "{} {}",
                        self.say(Sense::Field(Field::Pipeline)),
                        quote(pipeline)
                    )
                }),
            ]),
            Intent::OpportunityStage { opportunity, stage } => format!(
                "{} o{opportunity} {} {}",
                self.say(Sense::Verb(Verb::Move)),
                self.say(Sense::Link(Link::To)),
                quote(stage)
            ),
            Intent::OpportunityWon { opportunity } => {
                format!("{} o{opportunity}", self.say(Sense::Verb(Verb::Won)))
            }
            Intent::OpportunityLost {
                opportunity,
                reason,
            } => join([
                Some(format!(
                    "{} o{opportunity}",
                    self.say(Sense::Verb(Verb::Lost))
                )),
                reason.as_ref().map(|reason| quote(reason)),
            ]),
            Intent::WorkflowAdd { who, workflow } => {
                self.course(Verb::Enroll, who, Link::In, Noun::Workflow, Some(workflow))
            }
            Intent::WorkflowRemove { who, workflow } => self.course(
                Verb::Unenroll,
                who,
                Link::From,
                Noun::Workflow,
                Some(workflow),
            ),
            Intent::CampaignAdd { who, campaign } => {
                self.course(Verb::Enroll, who, Link::In, Noun::Campaign, Some(campaign))
            }
            Intent::CampaignRemove { who, campaign } => {
                let noun = match campaign {
                    Some(_) => Noun::Campaign,
                    None => Noun::Campaigns,
                };
                self.course(Verb::Unenroll, who, Link::From, noun, campaign.as_ref())
            }
            Intent::FollowerAdd { who, users: _ } => {
                format!("{} {}", self.say(Sense::Verb(Verb::Follow)), self.who(who))
            }
            Intent::FollowerRemove { who, users: _ } => {
                format!(
                    "{} {}",
                    self.say(Sense::Verb(Verb::Unfollow)),
                    self.who(who)
                )
            }
            Intent::BusinessContacts { business } => {
                format!(
                    "{} {}",
                    self.say(Sense::Verb(Verb::PeopleAt)),
                    quote(business)
                )
            }
            Intent::MessageSend { who, text } => format!(
                "{} {}: {}",
                self.say(Sense::Verb(Verb::Send)),
                self.who(who),
                quote(text)
            ),
            Intent::Agenda { when } => join([
                Some(self.say(Sense::Verb(Verb::Agenda)).to_owned()),
                when.map(|when| self.list_when(when)),
            ]),
            Intent::Language { lang } => {
                let index = self.lexicon.language_index(lang);
                let name = index.map(|index| self.say(Sense::Language(index)));
                format!(
                    "{} {}",
                    self.say(Sense::Verb(Verb::Language)),
                    name.unwrap_or(lang.as_str())
                )
            }
            // Strangers write no commands: their details, one to a line.
            Intent::LeadRegister { details, note, .. } => join([
                Some(self.details(details)),
                note.as_ref().map(|note| format!("\n{note}")),
            ]),
            Intent::Help { topic } => join([
                Some(self.say(Sense::Verb(Verb::Help)).to_owned()),
                topic.as_ref().map(|topic| self.topic(topic)),
            ]),
            Intent::WhoAmI => self.say(Sense::Verb(Verb::WhoAmI)).to_owned(),
            Intent::Undo => self.say(Sense::Verb(Verb::Undo)).to_owned(),
            Intent::More => self.say(Sense::Verb(Verb::More)).to_owned(),
            Intent::Answer(answer) => match answer {
                Answer::Choice(number) => number.to_string(),
                Answer::Yes(_) => self.say(Sense::Talk(Talk::Yes)).to_owned(),
                Answer::No(_) => self.say(Sense::Talk(Talk::No)).to_owned(),
                Answer::Code(code) => code.clone(),
            },
        }
    }

    fn say(&self, sense: Sense) -> &str {
        self.lexicon.say(self.lang, sense)
    }

    fn tasks(&self, verb: Verb, tasks: &[TaskRef]) -> String {
        let refs: Vec<String> = tasks
            .iter()
            .map(|task| match task {
                TaskRef::Handle(number) => number.to_string(),
                TaskRef::Title { title } => quote(title),
                TaskRef::Last { .. } => self.say(Sense::Link(Link::Last)).to_owned(),
            })
            .collect();
        format!(
            "{} {} {}",
            self.say(Sense::Verb(verb)),
            self.say(Sense::Noun(Noun::Task)),
            refs.join(", ")
        )
    }

    fn course(
        &self,
        verb: Verb,
        who: &Who,
        link: Link,
        noun: Noun,
        name: Option<&String>,
    ) -> String {
        join([
            Some(self.say(Sense::Verb(verb)).to_owned()),
            Some(self.who(who)),
            Some(self.say(Sense::Link(link)).to_owned()),
            Some(self.say(Sense::Noun(noun)).to_owned()),
            name.map(|name| quote(name)),
        ])
    }

    fn with(&self, who: Option<&Who>) -> Option<String> {
        who.map(|who| format!("{} {}", self.say(Sense::Link(Link::With)), self.who(who)))
    }

    fn appointment(&self, appointment: &AppointmentRef) -> String {
        match appointment {
            AppointmentRef::Handle(number) => format!("a{number}"),
            AppointmentRef::With { who } => format!(
                "{} {} {}",
                self.say(Sense::Noun(Noun::Appointment)),
                self.say(Sense::Link(Link::With)),
                self.who(who)
            ),
            AppointmentRef::Said { title, .. } => join([
                Some(self.say(Sense::Noun(Noun::Appointment)).to_owned()),
                title.as_ref().map(|title| quote(title)),
            ]),
        }
    }

    /// One field that changes, with its label.
    fn field(&self, details: &Details) -> String {
        let fields = [
            (Field::Name, &details.name),
            (Field::FirstName, &details.first_name),
            (Field::LastName, &details.last_name),
            (Field::Phone, &details.phone),
            (Field::Email, &details.email),
            (Field::Company, &details.company),
            (Field::Title, &details.title),
            (Field::Address, &details.address),
            (Field::City, &details.city),
            (Field::State, &details.state),
            (Field::PostalCode, &details.postal_code),
            (Field::Country, &details.country),
            (Field::Website, &details.website),
        ];
        let said = fields.into_iter().find_map(|(field, value)| {
            let value = value.as_ref()?;
            let plain = matches!(field, Field::Phone | Field::Email);
            let value = if plain { value.clone() } else { quote(value) };
            Some(format!("{}: {value}", self.say(Sense::Field(field))))
        });
        said.unwrap_or_default()
    }

    fn tags(&self, verb: Verb, who: &Who, tags: &[String]) -> String {
        let tags: Vec<String> = tags.iter().map(|tag| quote(tag)).collect();
        format!(
            "{} {}: {}",
            self.say(Sense::Verb(verb)),
            self.who(who),
            tags.join(", ")
        )
    }

    fn who(&self, who: &Who) -> String {
        match who {
            Who::Name(name) => quote(name),
            Who::Phone(phone) => phone.to_string(),
            Who::Digits(digits) => digits.clone(),
            Who::Email(email) => email.clone(),
            Who::Contact(number) => format!("c{number}"),
            Who::Last(_) => self.say(Sense::Link(Link::Last)).to_owned(),
        }
    }

    fn assignee(&self, assignee: &Assignee) -> String {
        match assignee {
            Assignee::Me(_) => format!("@{}", self.say(Sense::Link(Link::Me))),
            Assignee::Name(name) => format!("@{name}"),
        }
    }

    fn priority(&self, priority: Priority) -> String {
        let filter = match priority {
            Priority::Low => Filter::Low,
            Priority::Normal => Filter::Normal,
            Priority::High => Filter::High,
            Priority::Urgent => Filter::Urgent,
        };
        format!("!{}", self.say(Sense::Filter(filter)))
    }

    fn state(&self, state: ListState) -> String {
        let filter = match state {
            ListState::Open => Filter::Open,
            ListState::Done => Filter::Done,
        };
        self.say(Sense::Filter(filter)).to_owned()
    }

    fn list_when(&self, when: ListWhen) -> String {
        match when {
            ListWhen::Today => self.say(Sense::Day(0, None)).to_owned(),
            ListWhen::Tomorrow => self.say(Sense::Day(1, None)).to_owned(),
            ListWhen::Overdue => self.say(Sense::Filter(Filter::Overdue)).to_owned(),
            ListWhen::Week => self.say(Sense::Filter(Filter::Week)).to_owned(),
            ListWhen::On(date) => date.to_string(),
        }
    }

    fn topic(&self, topic: &str) -> String {
        let sense = Verb::of(topic)
            .map(Sense::Verb)
            .or_else(|| Noun::of(topic).map(Sense::Noun));
        sense.map_or_else(|| topic.to_owned(), |sense| self.say(sense).to_owned())
    }

    fn details(&self, details: &Details) -> String {
        let labelled = |field: Field, value: &Option<String>| {
            let label = self.say(Sense::Field(field));
            value.as_ref().map(|value| format!("{label}: {value}"))
        };
        let parts = [
            details.name.as_ref().map(|name| quote(name)),
            details.phone.clone(),
            details.email.clone(),
            labelled(Field::Company, &details.company),
            labelled(Field::Title, &details.title),
            labelled(Field::Address, &details.address),
            labelled(Field::City, &details.city),
            labelled(Field::State, &details.state),
            labelled(Field::PostalCode, &details.postal_code),
            labelled(Field::Country, &details.country),
            details.website.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The time of the day of a moment.
fn clock(when: When) -> String {
    match when {
        When::Day(date) => date.to_string(),
        When::At(moment, offset) => offset
            .to_datetime(moment)
            .time()
            .strftime("%H:%M")
            .to_string(),
    }
}

/// With every quotation mark twice.
fn doubled(text: &str) -> String {
    text.chars()
        .flat_map(|c| std::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 }))
        .collect()
}

/// In double quotes, where nothing inside is read; a quote inside is written twice.
fn quote(text: &str) -> String {
    format!("\"{}\"", doubled(text))
}

fn join<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
