//! Addresses said in words ("jane dot doe at g mail dot com") or written with their signs apart ("jane @ gmail . com").

use super::EmailFound;
use crate::grammar::values::spoken::{Said, Spoken};
use crate::grammar::values::words::{Kind, Word, Words};

/// Addresses said in words: `LOCAL at DOMAIN dot TLD`, the TLD from the list (any, after the name of a mail provider).
///
/// `cue(i)` says whether an address is announced right before the word `i`: then its local part may be several words.
#[must_use]
pub fn dictated(
    words: &Words<'_>,
    spoken: &Spoken,
    cue: &dyn Fn(usize) -> bool,
) -> Vec<EmailFound> {
    let reader = Reader { words, spoken, cue };
    if !(0..words.items().len()).any(|i| reader.dot(i).is_some()) {
        return Vec::new();
    }
    let mut found: Vec<EmailFound> = Vec::new();
    for i in 0..words.items().len() {
        let from = found.last().map_or(0, |email| email.span[1]);
        found.extend(reader.around(i).filter(|email| email.span[0] >= from));
    }
    found
}

struct Reader<'w, 't> {
    words: &'w Words<'t>,
    spoken: &'w Spoken,
    cue: &'w dyn Fn(usize) -> bool,
}

/// A part of an address: the text it stands for and the word after it (before it, when read backwards).
struct Part {
    text: String,
    next: usize,
}

/// What a domain says about itself.
struct Domain {
    text: String,
    next: usize,
    provider: bool,
    said_dot: bool,
}

/// An address has no more words than this on either side.
const MOST: usize = 24;

impl Reader<'_, '_> {
    /// address = local ( "at" | "@" | "(at)" ) domain ;
    fn around(&self, i: usize) -> Option<EmailFound> {
        let sign = self.kind(i)? == Kind::Mark('@');
        let at = if sign { 1 } else { self.said(i, &Said::At)? };
        let (before, after) = self.unbracket(i, i.saturating_add(at));
        let domain = self.domain(after)?;
        let local = self.local(before, sign || domain.provider, sign || domain.said_dot)?;
        let start = self.words.get(local.next)?.start;
        let end = self.words.get(domain.next.checked_sub(1)?)?.end;
        Some(EmailFound {
            span: [start, end],
            address: format!("{}@{}", local.text, domain.text),
            dictated: true,
        })
    }

    /// `(at)` and `[at]` count as the word inside.
    fn unbracket(&self, before: usize, after: usize) -> (usize, usize) {
        let opens = before
            .checked_sub(1)
            .is_some_and(|i| matches!(self.kind(i), Some(Kind::Mark('(' | '[' | '{'))));
        let closes = matches!(self.kind(after), Some(Kind::Mark(')' | ']' | '}')));
        if opens && closes {
            (before.saturating_sub(1), after.saturating_add(1))
        } else {
            (before, after)
        }
    }

    /// domain = label dot { label dot } tld \[ dot tld \] ;
    fn domain(&self, from: usize) -> Option<Domain> {
        let mut text = String::new();
        let mut i = from;
        let mut said_dot = false;
        let mut provider = false;
        while i.saturating_sub(from) < MOST {
            let label = match self.spoken.provider(self.words, i) {
                Some((name, length)) => {
                    provider = true;
                    Part {
                        text: name.to_owned(),
                        next: i.saturating_add(length),
                    }
                }
                None => self.label(i)?,
            };
            text.push_str(&label.text);
            let (mut dot, mut said) = self.dot(label.next)?;
            loop {
                said_dot |= said;
                let Some(tld) = self.tld(dot, provider, said) else {
                    break;
                };
                text.push('.');
                text.push_str(&tld.text);
                let again = self
                    .dot(tld.next)
                    .filter(|(next, said)| self.tld(*next, false, *said).is_some());
                match again {
                    Some((next, now)) => (dot, said) = (next, now),
                    None => {
                        return Some(Domain {
                            text,
                            next: tld.next,
                            provider,
                            said_dot,
                        });
                    }
                }
            }
            text.push('.');
            i = dot;
        }
        None
    }

    /// label = { letter | word | digits | dash } ; at most four words of several letters
    fn label(&self, from: usize) -> Option<Part> {
        let mut text = String::new();
        let mut long = 0_u8;
        let mut i = from;
        while i.saturating_sub(from) < MOST && self.dot(i).is_none() {
            let element = self.element(i).or_else(|| self.dash(i))?;
            long = long.saturating_add(u8::from(element.text.chars().count() > 1));
            text.push_str(&element.text);
            i = element.next;
        }
        (long <= 4 && !text.is_empty()).then_some(Part { text, next: i })
    }

    /// tld = word of the list | letters that spell one | ( after a provider ) up to four letters
    fn tld(&self, from: usize, provider: bool, said: bool) -> Option<Part> {
        let mut text = String::new();
        let mut best = None;
        let mut i = from;
        while text.len() < 8 {
            let Some(word) = self.words.get(i).filter(|word| is_word(*word)) else {
                break;
            };
            let fold = self.words.fold(word);
            if text.is_empty() && fold.len() > 1 {
                let next = i.saturating_add(1);
                let known = self.spoken.is_tld(fold)
                    && (said || word.spaced == self.spaced_dot(i) || fold == "com");
                let other = provider && fold.len() <= 3 && !self.spoken.is_common(fold);
                let doubtful = self.spoken.is_common(fold) && !self.ends(next);
                return ((known && !doubtful) || other).then(|| Part {
                    text: self.words.written(word).to_owned(),
                    next,
                });
            }
            if fold.len() > 1 {
                break;
            }
            text.push_str(self.words.written(word));
            i = i.saturating_add(1);
            if self.spoken.is_tld(&text.to_ascii_lowercase()) {
                best = Some(i);
            }
        }
        if best.is_none() && provider && (2..=4).contains(&text.len()) {
            best = Some(i);
        }
        let next = best?;
        let length = next.saturating_sub(from);
        Some(Part {
            text: text.chars().take(length).collect(),
            next,
        })
    }

    /// A dot at `i`, said or written: the word after it, and whether it was said.
    fn dot(&self, i: usize) -> Option<(usize, bool)> {
        if self.kind(i) == Some(Kind::Mark('.')) {
            return Some((i.saturating_add(1), false));
        }
        let bracketed = matches!(self.kind(i), Some(Kind::Mark('(' | '[' | '{')));
        let inner = i.saturating_add(usize::from(bracketed));
        let length = self.said(inner, &Said::Dot)?;
        Some((
            inner
                .saturating_add(length)
                .saturating_add(usize::from(bracketed)),
            true,
        ))
    }

    /// local, read backwards = element { separator element | spelled element } ; several plain words only after a cue
    fn local(&self, before: usize, known: bool, explicit: bool) -> Option<Part> {
        let mut parts: Vec<String> = Vec::new();
        let mut i = before;
        let mut plain = 0_u8;
        let mut separated = false;
        while before.saturating_sub(i) < MOST {
            let cued = !separated && !parts.is_empty() && (self.cue)(i);
            let Some(element) = self.element_before(i).filter(|_| !cued) else {
                break;
            };
            let long = element.text.chars().filter(|c| c.is_alphabetic()).count() > 1;
            let common = long && self.spoken.is_common(&element.text.to_lowercase());
            let may_stand = element.text.is_ascii() && self.announced(element.next);
            let stray = !long && plain > 0 && !separated && !may_stand;
            if common && !separated || stray || long && plain > 0 && !separated {
                break;
            }
            plain = plain.saturating_add(u8::from(long));
            i = element.next;
            parts.push(element.text);
            separated = false;
            if let Some(sign) = self.sign_before(i)
                && self.element_before(sign.next).is_some()
            {
                parts.push(sign.text);
                i = sign.next;
                separated = true;
            }
        }
        let announced = self.announced(i);
        if parts.len() == 1 && plain == 1 && !announced {
            (i, parts) = self.several(i, parts);
        } else if parts.is_empty() {
            return None;
        }
        let signs = parts.len() > 1;
        if !(announced || self.announced(i) || known || explicit || signs) {
            return None;
        }
        parts.reverse();
        Some(Part {
            text: parts.concat(),
            next: i,
        })
    }

    /// "jane doe at …" with nothing but a cue or the beginning before: both words are the local part.
    fn several(&self, i: usize, parts: Vec<String>) -> (usize, Vec<String>) {
        let mut more = parts.clone();
        let mut first = i;
        while more.len() < 3 {
            let Some(element) = self.element_before(first) else {
                break;
            };
            if self.spoken.is_common(&element.text.to_lowercase()) {
                break;
            }
            first = element.next;
            more.push(element.text);
            let begins = first == 0 && more.len() == 2;
            if begins || (self.cue)(first) {
                return (first, more);
            }
        }
        (i, parts)
    }

    fn announced(&self, i: usize) -> bool {
        i == 0
            || (self.cue)(i)
            || i.checked_sub(1).is_some_and(|before| {
                matches!(self.kind(before), Some(Kind::Break | Kind::Mark(':' | ',')))
            })
    }

    /// One element of an address at `i`: a word as written, digits said or written, a letter under its name.
    fn element(&self, i: usize) -> Option<Part> {
        if let Some(word) = self.words.get(i).filter(|word| is_word(*word))
            && self.words.fold(word).len() == 1
            && self
                .spoken
                .said(self.words, i)
                .is_none_or(|(_, length)| length == 1)
        {
            return part(self.words.written(word), i.saturating_add(1));
        }
        match self.spoken.said(self.words, i) {
            Some((Said::Digits(digits), length)) => return part(digits, i.saturating_add(length)),
            Some((Said::Letter(letter), length)) => return part(letter, i.saturating_add(length)),
            Some((Said::Ten(first), length)) => {
                let next = i.saturating_add(length);
                let unit = match self.spoken.said(self.words, next) {
                    Some((Said::Digits(unit), 1)) if unit.len() == 1 => Some(unit.as_str()),
                    _ => None,
                };
                let after = next.saturating_add(usize::from(unit.is_some()));
                return part(&format!("{first}{}", unit.unwrap_or("0")), after);
            }
            Some((Said::Joiner, _)) | None => {}
            Some(_) => return None,
        }
        let word = self.words.get(i)?;
        let written = matches!(word.kind, Kind::Word(_) | Kind::Number);
        written.then(|| Part {
            text: self.words.written(word).to_owned(),
            next: i.saturating_add(1),
        })
    }

    /// The element that ends right before `i`; `next` is where it begins.
    fn element_before(&self, i: usize) -> Option<Part> {
        (1..=3).rev().find_map(|length| {
            let start = i.checked_sub(length)?;
            let part = self.element(start)?;
            let letters = length == 1 || part.text.len() <= 2;
            (part.next == i && letters).then_some(Part {
                text: part.text,
                next: start,
            })
        })
    }

    /// A sign inside a local part that ends right before `i`.
    fn sign_before(&self, i: usize) -> Option<Part> {
        if let Some(last) = i.checked_sub(1)
            && let Some(Kind::Mark(mark @ ('.' | '_' | '-' | '+'))) = self.kind(last)
        {
            let tight = !self.words.get(i).is_some_and(|word| word.spaced) || mark == '_';
            return tight.then(|| Part {
                text: mark.to_string(),
                next: last,
            });
        }
        (1..=2).rev().find_map(|length| {
            let start = i.checked_sub(length)?;
            let (said, said_length) = self.spoken.said(self.words, start)?;
            let sign = match said {
                Said::Dot => ".",
                Said::Underscore => "_",
                Said::Dash => "-",
                Said::Plus => "+",
                _ => return None,
            };
            (said_length == length).then(|| Part {
                text: sign.to_owned(),
                next: start,
            })
        })
    }

    fn dash(&self, i: usize) -> Option<Part> {
        let tight = self.kind(i) == Some(Kind::Mark('-'));
        let length = if tight { 1 } else { self.said(i, &Said::Dash)? };
        part("-", i.saturating_add(length))
    }

    fn said(&self, i: usize, wanted: &Said) -> Option<usize> {
        self.spoken
            .said(self.words, i)
            .filter(|(said, _)| *said == wanted)
            .map(|(_, length)| length)
    }

    fn kind(&self, i: usize) -> Option<Kind> {
        self.words.get(i).map(|word| word.kind)
    }

    /// Whether white space stands before the dot before `i`: then it may stand after it too.
    fn spaced_dot(&self, i: usize) -> bool {
        i.checked_sub(1)
            .and_then(|dot| self.words.get(dot))
            .is_some_and(|dot| dot.spaced)
    }

    fn ends(&self, i: usize) -> bool {
        self.words
            .get(i)
            .is_none_or(|word| matches!(word.kind, Kind::Break | Kind::Mark(_)))
    }
}

fn is_word(word: Word) -> bool {
    matches!(word.kind, Kind::Word(_))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every element is optional to its callers"
)]
fn part(text: &str, next: usize) -> Option<Part> {
    Some(Part {
        text: text.to_owned(),
        next,
    })
}
