//! Runs one claimed message to its end, or to the point where it has to wait.

use jiff::Timestamp;

use super::Engine;
use super::budget::after;
use super::freeze::answer_of;
use super::perform::Performed;
use crate::domain::{
    Command, Frozen, MessageId, MessageState, Observation, OpenQuestion, Outcome, Question, worst,
};
use crate::plan::{self, Step};
use crate::store::{Claim, Ended, Guard, Journal, NewReply, StepKey, StoreError};
use crate::telemetry;

// How far the commands of a message came.
enum Progress {
    /// All have ended; the outcomes from `told` on were not told yet.
    Ended {
        outcomes: Vec<Outcome>,
        told: usize,
    },
    /// Command number `outcomes.len()` asks.
    Asks {
        question: Question,
        outcomes: Vec<Outcome>,
        told: usize,
    },
    Later(Timestamp),
}

impl Engine {
    /// Works on a claimed message. Whatever happens, the journal says how far it came.
    pub(super) async fn run(&self, claim: &Claim) -> Result<(), StoreError> {
        let journal = self.store.journal(claim.guard.message).await?;
        let frozen = match journal.frozen.clone() {
            Some(frozen) => frozen,
            None => self.plan(claim).await?,
        };
        let Some((asked, _)) = frozen.answers else {
            return self.run_own(claim, &frozen, &journal).await;
        };
        self.run_asked(claim, &frozen, asked).await
    }

    async fn plan(&self, claim: &Claim) -> Result<Frozen, StoreError> {
        let started = self.clock.monotonic();
        let frozen = self.freeze(claim).await?;
        telemetry::parse_took(self.clock.monotonic().saturating_sub(started));
        match self.store.plan(&claim.guard, &frozen).await {
            Err(StoreError::QuestionClosed) => {}
            done => return done.map(|()| frozen),
        }
        // The question was closed in between: the answer answers nothing.
        let nothing = Frozen {
            answers: None,
            said: Some(Outcome::NothingAsked),
            ..frozen
        };
        self.store.plan(&claim.guard, &nothing).await?;
        Ok(nothing)
    }

    async fn run_own(
        &self,
        claim: &Claim,
        frozen: &Frozen,
        journal: &Journal,
    ) -> Result<(), StoreError> {
        if frozen.commands.is_empty() {
            let outcomes: Vec<Outcome> = frozen.said.iter().cloned().collect();
            let ended = self
                .ended(claim, &frozen.commands, outcomes, 0, None)
                .await?;
            return self.finish(claim, ended).await;
        }
        match self
            .progress(claim, claim.guard.message, &frozen.commands, journal)
            .await?
        {
            Progress::Later(until) => self.postpone(claim, until).await,
            Progress::Ended { outcomes, told } => {
                let ended = self
                    .ended(claim, &frozen.commands, outcomes, told, None)
                    .await?;
                self.finish(claim, ended).await
            }
            Progress::Asks {
                question,
                outcomes,
                told,
            } => {
                let (asking, open) = self
                    .asking(
                        claim,
                        claim.guard.message,
                        &frozen.commands,
                        &question,
                        outcomes,
                        told,
                    )
                    .await?;
                self.wait(claim, asking, open).await
            }
        }
    }

    // This message answers: the one that asked goes on, under this one's claim.
    async fn run_asked(
        &self,
        claim: &Claim,
        frozen: &Frozen,
        asked: MessageId,
    ) -> Result<(), StoreError> {
        let journal = self.store.journal(asked).await?;
        let commands = journal
            .frozen
            .as_ref()
            .map(|frozen| frozen.commands.clone())
            .unwrap_or_default();
        let answered = Outcome::Answered {
            answer: answer_of(frozen).cloned(),
        };
        match self.progress(claim, asked, &commands, &journal).await? {
            Progress::Later(until) => self.postpone(claim, until).await,
            Progress::Ended { outcomes, told } => {
                let state = state_of(&outcomes);
                let mut ended = self
                    .ended(claim, &commands, outcomes.clone(), told, None)
                    .await?;
                ended.state = MessageState::Done;
                ended.outcomes = vec![answered];
                ended.asked = Some((asked, state, outcomes));
                telemetry::message_ended(&claim.sms.line, state);
                self.finish(claim, ended).await
            }
            Progress::Asks {
                question,
                outcomes,
                told,
            } => {
                let (mut asking, open) = self
                    .asking(claim, asked, &commands, &question, outcomes.clone(), told)
                    .await?;
                asking.state = MessageState::Done;
                asking.outcomes = vec![answered];
                asking.asked = Some((asked, MessageState::Waiting, outcomes));
                self.wait(claim, asking, open).await
            }
        }
    }

    async fn progress(
        &self,
        claim: &Claim,
        message: MessageId,
        commands: &[Command],
        journal: &Journal,
    ) -> Result<Progress, StoreError> {
        // What stood before the last answer was told with the question.
        let told = journal
            .rows
            .iter()
            .filter(|row| matches!(row.seen, Some(Observation::Answered(_))))
            .map(|row| row.step.command)
            .max();
        let told = told.map_or(0, index);
        let mut outcomes = Vec::new();
        for (number, command) in commands.iter().enumerate() {
            let rows: Vec<_> = journal
                .rows
                .iter()
                .filter(|row| index(row.step.command) == number)
                .collect();
            let mut seen: Vec<Observation> =
                rows.iter().filter_map(|row| row.seen.clone()).collect();
            let outcome = loop {
                let call = match plan::next(&command.intent, &command.context, &seen) {
                    Step::Done(outcome) => break outcome,
                    Step::Ask(question) => {
                        return Ok(Progress::Asks {
                            question,
                            outcomes,
                            told,
                        });
                    }
                    Step::Call(call) => call,
                };
                let row = rows
                    .iter()
                    .find(|row| index(row.step.step) == seen.len())
                    .copied();
                if row.is_none() && self.given_up(journal.received) {
                    break Outcome::Expired {
                        since: journal.received,
                    };
                }
                let key = StepKey {
                    message,
                    command: count(number),
                    step: count(seen.len()),
                };
                match self.perform(&claim.guard, key, &call, row).await? {
                    Performed::Seen(observation) => seen.push(observation),
                    Performed::Later(until) => return Ok(Progress::Later(until)),
                }
            };
            let declined = matches!(outcome, Outcome::Dropped | Outcome::CodeFailed);
            outcomes.push(outcome);
            if declined {
                break;
            }
        }
        Ok(Progress::Ended { outcomes, told })
    }

    async fn ended(
        &self,
        claim: &Claim,
        commands: &[Command],
        outcomes: Vec<Outcome>,
        told: usize,
        question: Option<OpenQuestion>,
    ) -> Result<Ended, StoreError> {
        let now = self.clock.now();
        let mut thread = match claim.sms.from.phone() {
            Some(sender) => self.store.thread(&claim.sms.line, sender).await?,
            None => crate::domain::Thread::default(),
        };
        let new = outcomes.get(told..).unwrap_or_default();
        let (replies, rest) = self.wording(claim, commands, new).await?;
        thread = plan::thread_after(&thread, new, now);
        thread.rest = rest.map(Box::new).or(thread.rest);
        thread.question = question.or(thread.question);
        let undone = commands
            .iter()
            .zip(&outcomes)
            .find_map(
                |(command, outcome)| match (outcome, &command.context.undo) {
                    (Outcome::Undone { .. }, Some(undo)) => Some(undo.message),
                    _ => None,
                },
            );
        Ok(Ended {
            state: state_of(&outcomes),
            outcomes,
            replies,
            thread,
            asked: None,
            undone,
            now,
        })
    }

    async fn asking(
        &self,
        claim: &Claim,
        message: MessageId,
        commands: &[Command],
        question: &Question,
        outcomes: Vec<Outcome>,
        told: usize,
    ) -> Result<(Ended, OpenQuestion), StoreError> {
        let held = commands.get(outcomes.len()..).unwrap_or_default().to_vec();
        let open = OpenQuestion {
            message,
            command: count(outcomes.len()),
            question: question.clone(),
            expires: after(self.clock.now(), self.config.engine.question_timeout),
        };
        let mut asking = self
            .ended(claim, commands, outcomes, told, Some(open.clone()))
            .await?;
        asking.state = MessageState::Waiting;
        asking
            .replies
            .extend(self.wording_of_question(claim, &held, question));
        Ok((asking, open))
    }

    async fn wait(
        &self,
        claim: &Claim,
        asking: Ended,
        open: OpenQuestion,
    ) -> Result<(), StoreError> {
        self.store.wait(&claim.guard, asking, open).await?;
        self.told(&claim.guard);
        Ok(())
    }

    async fn finish(&self, claim: &Claim, ended: Ended) -> Result<(), StoreError> {
        telemetry::message_ended(&claim.sms.line, ended.state);
        if let Ok(took) = self.clock.now().duration_since(claim.received).try_into() {
            telemetry::command_took(took);
        }
        self.store.finish(&claim.guard, ended).await?;
        self.told(&claim.guard);
        Ok(())
    }

    // The second time a message is put back its sender is told, once: a first pause is over before anybody wonders. Strangers
    // are answered when there is something to say.
    async fn postpone(&self, claim: &Claim, until: Timestamp) -> Result<(), StoreError> {
        let people = self.store.people().await?;
        let known = people
            .iter()
            .any(|person| Some(&person.phone) == claim.sms.from.phone());
        let notice = if known && claim.postponed == 1 {
            self.wording(claim, &[], &[Outcome::Delayed]).await?.0.pop()
        } else {
            None
        };
        let Some(notice) = notice else {
            return self.store.postpone(&claim.guard, until).await;
        };
        let now = self.clock.now();
        self.store
            .postpone_telling(
                &claim.guard,
                until,
                NewReply {
                    not_before: now,
                    ..notice
                },
                now,
            )
            .await?;
        self.replies.notify_one();
        Ok(())
    }

    // Replies may be in the outbox now: wakes the sender loop and a hook that waits to take them along.
    fn told(&self, guard: &Guard) {
        self.replies.notify_one();
        if let Some((_, waiting)) = self.waiting.remove(&guard.message) {
            waiting.notify_waiters();
        }
    }
}

// A message that led to nothing was nothing to act on.
fn state_of(outcomes: &[Outcome]) -> MessageState {
    if outcomes.is_empty() {
        return MessageState::Ignored;
    }
    worst(outcomes.iter().map(Outcome::state))
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
