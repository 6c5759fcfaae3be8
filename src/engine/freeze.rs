//! From text to what will be done (T2): parse once, look up what it refers to, write it all down.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Engine, chance};
use crate::config::Due;
use crate::domain::{
    Answer, Bound, Command, Contact, Context, Directory, Frozen, Gate, Intent, Lang, LeadPolicy,
    LineName, Match, Outcome, Parsed, Person, Phone, Problem, Question, Reading, Role, Thread,
    UserId, Who,
};
use crate::grammar::{self, DateOrder};
use crate::plan::{self, Risk};
use crate::store::{Claim, StoreError};

// Everything about the sender that a message is read with.
struct Sender {
    phone: Phone,
    line: LineName,
    person: Option<Person>,
    staff: Vec<Person>,
    thread: Thread,
    now: Timestamp,
}

impl Engine {
    /// What this message means. Reads the store, never the CRM; writes nothing.
    pub(super) async fn freeze(&self, claim: &Claim) -> Result<Frozen, StoreError> {
        let sms = &claim.sms;
        let consent = grammar::consent(&sms.text, &self.lexicon);
        let Some(phone) = sms.from.phone().filter(|phone| !self.is_ours(phone)) else {
            return Ok(self.said(silent(Reading::Chatter), Some(ignored("not_a_person"))));
        };
        self.directory.refresh().await?;
        let staff = self.store.people().await?;
        let sender = Sender {
            phone: phone.clone(),
            line: sms.line.clone(),
            person: staff.iter().find(|person| person.phone == *phone).cloned(),
            staff,
            thread: self.store.thread(&sms.line, phone).await?,
            now: claim.received,
        };
        let question = sender
            .thread
            .question
            .as_ref()
            .filter(|open| open.expires > self.clock.now());
        match consent {
            Some(grammar::Consent::OptOut) => {
                return Ok(self.said(silent(Reading::OptOut), Some(Outcome::OptedOut)));
            }
            Some(grammar::Consent::OptIn) if question.is_none() => {
                return Ok(self.said(silent(Reading::OptIn), Some(Outcome::OptedIn)));
            }
            Some(grammar::Consent::OptIn) | None => {}
        }
        let text = printable(&sms.text);
        let parsed = self.parse(&text, &sender, question.map(|open| &open.question));
        if let (Some(open), Reading::Execute { intents }) = (question, &parsed.reading)
            && let [Intent::Answer(answer)] = &intents[..]
        {
            return Ok(Frozen {
                answers: Some((open.message, answer.clone())),
                ..self.said(parsed, None)
            });
        }
        self.commands(parsed, &text, &sender).await
    }

    fn said(&self, parsed: Parsed, outcome: Option<Outcome>) -> Frozen {
        Frozen {
            parsed,
            grammar_version: self.lexicon.version().to_owned(),
            commands: Vec::new(),
            said: outcome,
            answers: None,
        }
    }

    fn parse(&self, text: &str, sender: &Sender, question: Option<&Question>) -> Parsed {
        let tz = TimeZone::get(&sender.tz(self)).unwrap_or(TimeZone::UTC);
        self.directory.read(|directory| {
            grammar::parse(
                text,
                &self.lexicon,
                &grammar::Sender {
                    now: sender.now.to_zoned(tz),
                    region: self.region,
                    date_order: DateOrder::of(self.region),
                    lang: sender.lang(self),
                    role: sender.role(),
                    question,
                    directory,
                },
            )
        })
    }

    async fn commands(
        &self,
        parsed: Parsed,
        text: &str,
        sender: &Sender,
    ) -> Result<Frozen, StoreError> {
        if let Some(problem) = unread(&parsed, sender.role()) {
            return Ok(self.said(parsed, Some(Outcome::Unclear { problem })));
        }
        let (intents, gate) = match &parsed.reading {
            Reading::Execute { intents } | Reading::Lead { intents } => {
                (intents.clone(), Gate::Open)
            }
            Reading::Confirm { intents } => (intents.clone(), Gate::Confirm),
            Reading::Suggest { intents } => (intents.clone(), Gate::Meant),
            // With nothing to choose from it is asked whether all this is meant.
            Reading::Ask { question, intents } if question.choices.is_empty() => {
                (intents.clone(), Gate::Meant)
            }
            Reading::Ask { question, intents } => {
                let first = intents.first().cloned().or_else(|| {
                    question
                        .choices
                        .iter()
                        .find_map(|choice| choice.intent.as_deref().cloned())
                });
                (
                    first.into_iter().collect(),
                    Gate::Choose {
                        question: question.clone(),
                    },
                )
            }
            Reading::Problem { problem } => {
                let outcome = Outcome::Unclear {
                    problem: problem.clone(),
                };
                return Ok(self.said(parsed, Some(outcome)));
            }
            Reading::Help { topic } => {
                let outcome = Outcome::Helped {
                    topic: topic.clone(),
                };
                return Ok(self.said(parsed, Some(outcome)));
            }
            Reading::OptOut => return Ok(self.said(parsed, Some(Outcome::OptedOut))),
            Reading::OptIn => return Ok(self.said(parsed, Some(Outcome::OptedIn))),
            Reading::Reaction => return Ok(self.said(parsed, Some(ignored("reaction")))),
            Reading::Chatter => {
                let outcome = match sender.role() {
                    Role::Lead if self.greets(text, sender) => Outcome::Greeted,
                    Role::Lead => ignored("chatter"),
                    Role::Staff | Role::Manager | Role::Owner => parsed.talk_of_staff(),
                };
                return Ok(self.said(parsed, Some(outcome)));
            }
        };
        let mut commands = Vec::new();
        for (index, intent) in intents.into_iter().enumerate() {
            let gate = self.gate_of(&intent, index, &gate);
            commands.push(self.command(intent, gate, sender).await?);
        }
        Ok(Frozen {
            commands,
            ..self.said(parsed, None)
        })
    }

    // Once each, and no machine that would answer.
    fn greets(&self, text: &str, sender: &Sender) -> bool {
        self.config.leads.greet
            && !sender.thread.greeted
            && !grammar::is_automatic(text, &self.lexicon)
    }

    // One question holds the whole message: it stands before the first command. A destructive one has its own code beside,
    // which opens nothing else.
    fn gate_of(&self, intent: &Intent, index: usize, whole: &Gate) -> Gate {
        if *whole == Gate::Confirm && plan::risk(intent) == Risk::Destroy {
            return Gate::Code {
                code: chance::code(self.clock.as_ref()),
            };
        }
        if index == 0 {
            whole.clone()
        } else {
            Gate::Open
        }
    }

    async fn command(
        &self,
        intent: Intent,
        gate: Gate,
        sender: &Sender,
    ) -> Result<Command, StoreError> {
        let references = plan::references_of(&intent, &gate);
        let mut handles = references.handles;
        handles.extend(sender.thread.task.filter(|_| references.last_task));
        let handles = self
            .store
            .targets(&sender.line, &handles)
            .await?
            .into_iter()
            .collect();
        let (contacts, near) = references
            .who
            .map_or((Vec::new(), false), |who| self.bind(&who, sender));
        let mut new_tags = references.tags;
        self.directory
            .read(|directory| new_tags.retain(|tag| !directory.is_tag(tag)));
        let undo = if intent == Intent::Undo {
            self.store.undoable(&sender.line, &sender.phone).await?
        } else {
            None
        };
        let tz = sender.tz(self);
        let context = Context {
            now: sender.now,
            lang: sender.lang(self),
            line: sender.line.clone(),
            sender: sender.phone.clone(),
            role: sender.role(),
            gate,
            marker: chance::marker(self.clock.as_ref()),
            bound: Bound {
                handles,
                contacts,
                near,
                new_tags,
            },
            thread: sender.thread.clone(),
            staff: sender.staff.clone(),
            leads: self.lead_policy(sender.now, &tz),
            undo,
            person: sender.person.clone(),
            tz,
        };
        Ok(Command { intent, context })
    }

    // The contacts of the directory that fit, and whether they fit only nearly.
    fn bind(&self, who: &Who, sender: &Sender) -> (Vec<Contact>, bool) {
        self.directory.read(|directory| {
            let ids = match who {
                Who::Name(name) => {
                    let found = directory.by_name(name);
                    let near = found.iter().any(|candidate| candidate.by == Match::Near);
                    let contacts = found
                        .iter()
                        .filter_map(|candidate| directory.contact(&candidate.id))
                        .collect();
                    return (contacts, near);
                }
                Who::Phone(phone) => directory.by_digits(phone.as_str()),
                Who::Digits(digits) => directory.by_digits(digits),
                Who::Email(email) => directory.by_email(email),
                Who::Last(_) => sender
                    .thread
                    .contact
                    .iter()
                    .map(|(id, _)| id.clone())
                    .collect(),
                Who::Contact(_) => Vec::new(),
            };
            (
                ids.iter().filter_map(|id| directory.contact(id)).collect(),
                false,
            )
        })
    }

    fn lead_policy(&self, now: Timestamp, tz: &str) -> LeadPolicy {
        let leads = &self.config.leads;
        let tz = TimeZone::get(tz).unwrap_or(TimeZone::UTC);
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        LeadPolicy {
            welcome_task: filled(&leads.welcome_task),
            due: leads.due.parse::<Due>().map_or(now, |due| due.at(now, &tz)),
            assignee: filled(&leads.assignee).map(UserId),
            tags: leads.tags.clone(),
            reply: filled(&leads.reply),
        }
    }
}

impl Sender {
    fn role(&self) -> Role {
        self.person
            .as_ref()
            .map_or(Role::Lead, |person| person.role)
    }

    fn tz(&self, engine: &Engine) -> String {
        self.person.as_ref().map_or_else(
            || engine.config.defaults.tz.clone(),
            |person| person.tz.clone(),
        )
    }

    fn lang(&self, engine: &Engine) -> Lang {
        let chosen = self.thread.lang.clone();
        let own = || self.person.as_ref().map(|person| person.lang.clone());
        chosen
            .or_else(own)
            .unwrap_or_else(|| Lang(engine.config.defaults.lang.clone()))
    }
}

// Control characters would reach the CRM in notes and names. Blanks of the same length keep what points into the text right.
pub(super) fn printable(text: &str) -> String {
    let blank = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars()
        .flat_map(|c| {
            let (c, times) = if blank(c) {
                (' ', c.len_utf8())
            } else {
                (c, 1)
            };
            std::iter::repeat_n(c, times)
        })
        .collect()
}

// Of a message that is too long the end was not read: what it was to change nobody knows, so nothing of it runs.
fn unread(parsed: &Parsed, role: Role) -> Option<Problem> {
    let runs = matches!(
        parsed.reading,
        Reading::Execute { .. }
            | Reading::Confirm { .. }
            | Reading::Suggest { .. }
            | Reading::Ask { .. }
    );
    let cut = parsed.reasons.iter().find(|it| it.code == "CUT")?;
    (runs && role > Role::Lead).then(|| Problem {
        at: cut.span,
        found: String::new(),
        expected: vec!["end".to_owned()],
        near: None,
        example: None,
    })
}

fn silent(reading: Reading) -> Parsed {
    Parsed {
        reading,
        lang: Lang::en(),
        reasons: Vec::new(),
    }
}

fn ignored(why: &str) -> Outcome {
    Outcome::Ignored {
        why: why.to_owned(),
    }
}

/// The answer in a frozen message, for the log.
pub(super) fn answer_of(frozen: &Frozen) -> Option<&Answer> {
    frozen.answers.as_ref().map(|(_, answer)| answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_blanks_and_nothing_moves() {
        let text = "note Grace: a\0b\u{1b}[31mred\u{85}end\nnext";
        let clean = printable(text);
        assert_eq!(clean, "note Grace: a b [31mred  end\nnext");
        assert_eq!(clean.len(), text.len());
    }
}
