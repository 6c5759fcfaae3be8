//! From outcomes to texts in the outbox, within the limits on how much may be said to whom.

use jiff::Timestamp;

use super::Engine;
use super::budget::after;
use crate::domain::{Command, Outcome, Person, Phone, Question, Role};
use crate::reply::{self, Rendered, Voice};
use crate::store::{Claim, NewReply, StoreError};

impl Engine {
    /// The texts that tell these outcomes, and what had no room.
    pub(super) async fn wording(
        &self,
        claim: &Claim,
        commands: &[Command],
        outcomes: &[Outcome],
    ) -> Result<(Vec<NewReply>, Option<Outcome>), StoreError> {
        let Some(to) = claim.sms.from.phone() else {
            return Ok((Vec::new(), None));
        };
        if self.carrier_says_it(claim, outcomes) {
            return Ok((Vec::new(), None));
        }
        let person = match commands.first() {
            Some(command) => command.context.person.clone(),
            None => self
                .store
                .people()
                .await?
                .into_iter()
                .find(|person| person.phone == *to),
        };
        let tz = person.as_ref().map_or_else(
            || self.config.defaults.tz.clone(),
            |person| person.tz.clone(),
        );
        let lang = commands.first().map(|command| command.context.lang.clone());
        let lang = lang.or_else(|| person.as_ref().map(|person| person.lang.clone()));
        let lang = lang.unwrap_or_else(|| crate::domain::Lang(self.config.defaults.lang.clone()));
        let voice = self.voice(&lang, &tz, claim.received, person.as_ref());
        let Some(rendered) = reply::render(outcomes, &self.book, &voice) else {
            return Ok((Vec::new(), None));
        };
        let confirms_opt_out = outcomes.contains(&Outcome::OptedOut);
        let rest = rendered.rest.clone();
        let known = person.is_some();
        let reply = self
            .reply(claim, to, rendered, known)
            .map(|reply| NewReply {
                confirms_opt_out,
                ..reply
            });
        Ok((reply.into_iter().collect(), rest))
    }

    /// The text that asks this. The first of these commands asks; the others run after it.
    pub(super) fn wording_of_question(
        &self,
        claim: &Claim,
        held: &[Command],
        question: &Question,
    ) -> Option<NewReply> {
        let to = claim.sms.from.phone()?;
        let context = &held.first()?.context;
        let voice = self.voice(
            &context.lang,
            &context.tz,
            claim.received,
            context.person.as_ref(),
        );
        let rendered = reply::ask(question, held, &self.book, &voice);
        self.reply(claim, to, rendered, context.person.is_some())
    }

    fn voice<'a>(
        &'a self,
        lang: &'a crate::domain::Lang,
        tz: &'a str,
        now: Timestamp,
        person: Option<&Person>,
    ) -> Voice<'a> {
        Voice {
            lang,
            tz,
            now,
            segments: self.config.limits.segments,
            sender_role: person.map_or(Role::Lead, |person| person.role),
            brand: &self.config.brand.name,
        }
    }

    fn reply(
        &self,
        claim: &Claim,
        to: &Phone,
        rendered: Rendered,
        known: bool,
    ) -> Option<NewReply> {
        if !self.limits.allow(to, known, self.clock.now()) {
            tracing::warn!(message_id = %claim.guard.message, "no reply: the limit of replies to this number is reached");
            return None;
        }
        Some(NewReply {
            id: crate::domain::ReplyId::new(self.clock.uuid()),
            to: to.clone(),
            text: rendered.text,
            segments: rendered.segments,
            unicode: rendered.unicode,
            not_before: self.not_before(claim),
            confirms_opt_out: false,
            secret: rendered.secret,
        })
    }

    // A hook that may still take the reply along comes first.
    fn not_before(&self, claim: &Claim) -> Timestamp {
        let inline = self
            .lines
            .get(&claim.sms.line)
            .and_then(|line| line.provider.capabilities().inline_reply);
        match inline {
            Some(_) => after(claim.received, self.config.engine.inline_wait),
            None => self.clock.now(),
        }
    }

    fn carrier_says_it(&self, claim: &Claim, outcomes: &[Outcome]) -> bool {
        let by_carrier = outcomes
            .iter()
            .any(|outcome| matches!(outcome, Outcome::OptedOut | Outcome::OptedIn));
        by_carrier
            && self
                .lines
                .get(&claim.sms.line)
                .is_some_and(|line| line.provider.capabilities().answers_stop)
    }
}
