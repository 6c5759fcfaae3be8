//! A whole message: what kind it is, which commands it holds, and what becomes of them together.

use std::cell::RefCell;

use super::attempt::{Failure, numbers_task};
use super::commands::{self, Draft, Gate, Head};
use super::error::{Expected, SyntaxError};
use super::gist::{self, Meant};
use super::lexer::{Kind, lex};
use super::lexicon::sense::{Link, Quality, Sense, Talk, Verb};
use super::normalize::Folded;
use super::tokens::{Mark, Scope, Senses, Tokens};
use super::{Consent, values::free::without_filler};
use super::{
    Lexicon, Sender, answer, compound, consent, junk, keyword, lead, problem, split, suggest,
};
use crate::domain::{Intent, Parsed, Question, Reading, Reason, Role};

/// A message while it is read.
pub(super) struct Message<'a> {
    pub(super) folded: &'a Folded<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) sender: &'a Sender<'a>,
    pub(super) text: &'a str,
}

/// One command and how it was read.
pub(super) struct Read {
    pub(super) draft: Draft,
    pub(super) lang: usize,
    pub(super) quality: Quality,
    pub(super) marks: Vec<Mark>,
}

/// Reads a message.
pub(super) fn read(text: &str, lexicon: &Lexicon, sender: &Sender<'_>) -> Parsed {
    let folded = Folded::new(text);
    let message = Message {
        folded: &folded,
        lexicon,
        sender,
        text,
    };
    let mut toks = lex(&folded, &mut &*lexicon);
    junk::strip(&mut toks, &folded, lexicon);
    let own = lexicon.index(&sender.lang);
    // Strangers give no dates that anything is done at.
    if sender.role != Role::Lead {
        suggest::guess_dates(&mut toks, lexicon, &folded.text, own);
    }
    let senses = Senses::of(&mut toks, lexicon);
    let scope = message.scope(&senses, consent::all_langs(lexicon), own);
    let i = Tokens {
        toks: &toks,
        scope: &scope,
    };
    let mut parsed = message.reading(i);
    if folded.cut {
        parsed.reasons.push(Reason {
            code: "CUT".to_owned(),
            span: [folded.original.len(), text.len()],
            from: None,
            to: None,
        });
    }
    parsed
}

/// Whether the whole message opts out or in.
pub(super) fn decides(text: &str, lexicon: &Lexicon) -> Option<Consent> {
    let folded = Folded::new(text);
    let mut toks = lex(&folded, &mut &*lexicon);
    let senses = Senses::of(&mut toks, lexicon);
    let sender = Sender::nobody();
    let scope = Scope {
        folded: &folded,
        lexicon,
        senses: &senses,
        sender: &sender,
        langs: consent::all_langs(lexicon),
        lang: 0,
        shouted: false,
        marks: RefCell::default(),
    };
    consent::consent(&Tokens {
        toks: &toks,
        scope: &scope,
    })
}

/// Without greeting, courtesy and an interjection or two ("ok so") before a command.
pub(super) fn opened(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    let mut interjections = 0_u8;
    loop {
        let sign = rest.first().is_some_and(|tok| {
            matches!(
                tok.kind,
                Kind::Mark(b',' | b'!' | b'.' | b'-') | Kind::Newline | Kind::Symbol
            ) && !rest.is(Sense::Verb(Verb::Done))
        });
        let found = rest.sense(|sense| match sense {
            Sense::Talk(talk @ (Talk::Please | Talk::Greeting)) => Some(talk),
            Sense::Talk(Talk::Interjection) if interjections < 2 => Some(Talk::Interjection),
            _ => None,
        });
        match found {
            // A greeting that is all of the message, or a word that is the head itself, stays.
            Some((count, talk, _)) if rest.len() > count => {
                interjections = interjections.saturating_add(u8::from(talk == Talk::Interjection));
                rest = rest.skip(count);
            }
            _ if sign && rest.len() > 1 => rest = rest.skip(1),
            _ => return rest,
        }
    }
}

impl Message<'_> {
    pub(super) fn scope<'s>(&'s self, senses: &'s Senses, langs: u32, lang: usize) -> Scope<'s> {
        Scope {
            folded: self.folded,
            lexicon: self.lexicon,
            senses,
            sender: self.sender,
            langs,
            lang,
            shouted: !self.folded.original.bytes().any(|b| b.is_ascii_lowercase()),
            marks: RefCell::default(),
        }
    }

    fn reading(&self, i: Tokens<'_>) -> Parsed {
        if i.is_empty() {
            return self.plain(Reading::Chatter);
        }
        match consent::consent(&i) {
            Some(Consent::OptOut) => return self.plain(Reading::OptOut),
            Some(Consent::OptIn) => return self.plain(Reading::OptIn),
            None => {}
        }
        if junk::is_reaction(&i) {
            return self.plain(Reading::Reaction);
        }
        if consent::is_info(&i) || consent::is_stop_attempt(&i) {
            return self.plain(Reading::Help { topic: None });
        }
        if let Some(question) = self.sender.question
            && let Some(answer) =
                answer::answer(opened(i), question).or_else(|| answer::answer(i, question))
        {
            return self.plain(Reading::Execute {
                intents: vec![Intent::Answer(answer)],
            });
        }
        if self.sender.role == Role::Lead {
            return self.stranger(i);
        }
        if answer::is_answer(i) {
            return self.because(Reading::Chatter, "NOTHING_ASKED", &i);
        }
        self.commands(i)
    }

    /// Unknown senders may register, answer, opt out or in, and ask for help.
    fn stranger(&self, i: Tokens<'_>) -> Parsed {
        if consent::is_weak_start(&i) {
            return self.plain(Reading::OptIn);
        }
        if i.is(Sense::Verb(Verb::Help))
            && let Ok(draft) = commands::command(i, Head::Verb(Verb::Help))
            && let Intent::Help { topic } = draft.intent
        {
            return self.plain(Reading::Help { topic });
        }
        if let Some((intent, reasons)) = keyword::lead(i, self.text) {
            let intents = vec![intent];
            return Parsed {
                reasons,
                ..self.plain(Reading::Lead { intents })
            };
        }
        match lead::detect(self.text, self.lexicon.leads(), self.sender.region) {
            Some(found) if found.register => {
                let reasons = found.fields.iter().map(|field| Reason {
                    code: field.code.to_owned(),
                    span: field.span,
                    from: None,
                    to: Some(field.value.clone()),
                });
                let reasons = reasons.collect();
                let intents = vec![Intent::LeadRegister {
                    details: found.details,
                    note: found.note,
                    tags: Vec::new(),
                }];
                Parsed {
                    reasons,
                    ..self.plain(Reading::Lead { intents })
                }
            }
            Some(_) | None => self.plain(Reading::Chatter),
        }
    }

    fn commands(&self, i: Tokens<'_>) -> Parsed {
        let parts = split::commands(opened(i));
        if let Some(rest) = parts.get(split::MOST) {
            let separator = i.len().saturating_sub(rest.len()).saturating_sub(1);
            let error = SyntaxError::new(&i.skip(separator), Expected::End);
            let problem = problem::problem(&i, &error, Head::Reference, i.scope.lang);
            return self.plain(Reading::Problem { problem });
        }
        let mut reads = Vec::with_capacity(parts.len());
        for part in &parts {
            let part = opened(*part);
            match self.command(part) {
                Ok(read) => reads.push(read),
                Err(parsed) => return *parsed,
            }
        }
        self.together(reads)
    }

    /// One command, or the reading of the message that has none.
    fn command(&self, i: Tokens<'_>) -> Result<Read, Box<Parsed>> {
        if let Some(read) = self.turned(i) {
            return Ok(read);
        }
        let (best, failure) = self.attempt(i, Quality::Exact);
        if let Some(read) = best {
            return Ok(read);
        }
        if let Some(read) = self.corrected(i) {
            return Ok(read);
        }
        if let Some(read) = self.everyday(i).or_else(|| self.later(i)) {
            return Ok(read);
        }
        match self.meant(&i) {
            Some(Meant::Intent(intent)) => return Ok(Self::gist(&i, *intent)),
            // A command that began well says better what is missing.
            Some(Meant::Incomplete(example, expected))
                if failure
                    .as_ref()
                    .is_none_or(|failure| self.is_talk(&i, failure)) =>
            {
                let problem = problem::missing(&i, expected, example);
                return Err(Box::new(self.plain(Reading::Problem { problem })));
            }
            Some(Meant::Incomplete(..)) | None => {}
        }
        match failure {
            Some(failure) if !self.is_talk(&i, &failure) => {
                let problem = problem::problem(&i, &failure.error, failure.head, failure.lang);
                let refused = failure
                    .marks
                    .iter()
                    .filter(|mark| mark.code.ends_with("_UNSUPPORTED"));
                Err(Box::new(Parsed {
                    reading: Reading::Problem { problem },
                    lang: self.lang(failure.lang),
                    reasons: refused.map(|mark| self.reason(mark)).collect(),
                }))
            }
            _ => Err(Box::new(self.plain(Reading::Chatter))),
        }
    }

    /// What a request is about, in the sender's language; in another where it begins with a word only that has.
    pub(super) fn meant(&self, i: &Tokens<'_>) -> Option<Meant> {
        let own = bit(self.lexicon.index(&self.sender.lang));
        let ours = i.meanings().any(|(_, meaning)| meaning.langs & own != 0)
            || i.first()
                .is_some_and(|tok| self.lexicon.is_common(tok.word));
        let of = |langs: u32, lang: usize| {
            let scope = self.scope(i.scope.senses, langs, lang);
            let toks = i.toks;
            let plain = Tokens {
                toks,
                scope: &scope,
            };
            let Some(mut toks) = compound::spelled(&plain) else {
                return gist::gist(&plain);
            };
            let senses = Senses::of(&mut toks, self.lexicon);
            let scope = self.scope(&senses, langs, lang);
            gist::gist(&Tokens {
                toks: &toks,
                scope: &scope,
            })
        };
        let found = of(own, i.scope.lang);
        if found.is_some() || ours {
            return found;
        }
        i.meanings().find_map(|(_, meaning)| {
            let lang = meaning.langs.trailing_zeros() as usize;
            of(bit(lang), lang)
        })
    }

    /// What the message is probably about.
    fn gist(i: &Tokens<'_>, intent: Intent) -> Read {
        Read {
            draft: Draft::new(intent).with(Gate::Suggest),
            lang: i.scope.lang,
            quality: Quality::Corrected,
            marks: vec![super::due::mark("GIST", i)],
        }
    }

    /// Whether a command that failed is talk rather than a mistake: it begins with an everyday word and shows nothing that
    /// only a command has.
    fn is_talk(&self, i: &Tokens<'_>, failure: &Failure) -> bool {
        if matches!(
            failure.head,
            Head::Verb(Verb::Bare | Verb::More | Verb::Undo | Verb::WhoAmI | Verb::Ask)
        ) {
            return true;
        }
        let everyday = i
            .first()
            .is_some_and(|tok| self.lexicon.is_chatty(tok.word));
        // The word itself and nothing else asks for help; another word for it is as likely talk.
        let alone = without_filler(*i).len() <= 1 && failure.exact;
        let shows = i.toks.iter().take(4).skip(1).any(|tok| match tok.kind {
            Kind::Mark(sign) => sign == b':',
            Kind::Phone | Kind::Email => true,
            _ => tok.guessed,
        }) || numbers_task(i)
            || i.skip(1)
                .sense(|sense| matches!(sense, Sense::Noun(_)).then_some(()))
                .is_some();
        let unfinished = is_unfinished(i, failure.head);
        let nothing = failure.error.expects(Expected::Command) && !everyday;
        !unfinished && ((everyday && !alone && !shows) || nothing)
    }

    /// What becomes of several commands: the strictest gate holds for all.
    fn together(&self, reads: Vec<Read>) -> Parsed {
        let own = self.lexicon.index(&self.sender.lang);
        let lang = reads.first().map_or(own, |read| read.lang);
        let mut reasons = Vec::new();
        let mut intents = Vec::with_capacity(reads.len());
        let mut gate = Gate::Open;
        for read in reads {
            reasons.extend(read.marks.iter().map(|mark| self.reason(mark)));
            intents.push(read.draft.intent);
            if severity(&read.draft.gate) > severity(&gate) {
                gate = read.draft.gate;
            }
        }
        let reading = match (gate, intents.as_slice()) {
            (Gate::Open, [Intent::Help { topic }]) => Reading::Help {
                topic: topic.clone(),
            },
            (Gate::Open, _) => Reading::Execute { intents },
            (Gate::Confirm, _) => Reading::Confirm { intents },
            (Gate::Suggest, _) => Reading::Suggest { intents },
            (Gate::Ask(question), [_]) => Reading::Ask { question, intents },
            // A choice stands for the whole message.
            (Gate::Ask(question), _) => Reading::Ask {
                question: Question {
                    choices: Vec::new(),
                    ..question
                },
                intents,
            },
        };
        Parsed {
            reading,
            lang: self.lang(lang),
            reasons,
        }
    }

    fn reason(&self, mark: &Mark) -> Reason {
        let span = self.folded.span(mark.from as usize, mark.to as usize);
        Reason {
            code: mark.code.to_owned(),
            span,
            from: self
                .folded
                .text
                .get(mark.from as usize..mark.to as usize)
                .map(str::to_owned),
            to: mark.taken.clone(),
        }
    }

    fn plain(&self, reading: Reading) -> Parsed {
        let own = self.lexicon.index(&self.sender.lang);
        Parsed {
            reading,
            lang: self.lang(own),
            reasons: Vec::new(),
        }
    }

    fn because(&self, reading: Reading, code: &'static str, i: &Tokens<'_>) -> Parsed {
        let (from, to) = i.extent();
        let mark = Mark {
            code,
            from,
            to,
            taken: None,
        };
        let mut parsed = self.plain(reading);
        parsed.reasons.push(self.reason(&mark));
        parsed
    }

    fn lang(&self, index: usize) -> crate::domain::Lang {
        self.lexicon
            .pack(index)
            .map_or_else(|| self.sender.lang.clone(), |pack| pack.lang.clone())
    }
}

pub(super) fn severity(gate: &Gate) -> u8 {
    match gate {
        Gate::Open => 0,
        Gate::Confirm => 1,
        Gate::Ask(_) => 2,
        Gate::Suggest => 3,
    }
}

pub(super) fn bit(lang: usize) -> u32 {
    u32::try_from(lang)
        .ok()
        .and_then(|lang| 1_u32.checked_shl(lang))
        .unwrap_or(0)
}

/// The beginning of a command and no more of it: "done all", "remind me", "text Jane", "? foo".
fn is_unfinished(i: &Tokens<'_>, head: Head) -> bool {
    let words = without_filler(*i);
    let rest = words.skip(1);
    let last = rest.len() == 1;
    match head {
        Head::Verb(Verb::Done) => {
            last && rest.is(Sense::Link(Link::All)) && words.is(Sense::Verb(Verb::Done))
        }
        Head::Verb(Verb::Remind) => {
            last && rest.is(Sense::Link(Link::Me)) && words.len() == i.len()
        }
        Head::Verb(Verb::Send) => {
            last && (super::values::who::begins_with_contact(&rest)
                || super::values::who::certain(rest).is_ok())
        }
        Head::Verb(Verb::Help) => last,
        _ => false,
    }
}
