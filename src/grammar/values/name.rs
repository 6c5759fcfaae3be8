//! Names of people: which part is which, and how they are written.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use super::words::{folded, invisible};

/// A person's name and its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The whole name in the order and with the titles it was given; "Last, First" turned round.
    pub full: String,
    /// The given name: the first one where there are several.
    pub first: Option<String>,
    /// The family name with its particles.
    pub last: Option<String>,
}

/// After a family name, and how they are written.
const SUFFIXES: &[(&str, &str)] = &[
    ("jr", "Jr"),
    ("sr", "Sr"),
    ("junior", "Junior"),
    ("senior", "Senior"),
    ("ii", "II"),
    ("iii", "III"),
    ("iv", "IV"),
    ("v", "V"),
    ("vi", "VI"),
    ("2nd", "2nd"),
    ("3rd", "3rd"),
    ("4th", "4th"),
    ("esq", "Esq"),
    ("esquire", "Esquire"),
    ("phd", "PhD"),
    ("ph.d", "Ph.D"),
    ("md", "MD"),
    ("m.d", "M.D"),
    ("do", "DO"),
    ("dds", "DDS"),
    ("dmd", "DMD"),
    ("dvm", "DVM"),
    ("rn", "RN"),
    ("cpa", "CPA"),
    ("mba", "MBA"),
    ("pe", "PE"),
    ("p.e", "P.E"),
    ("jd", "JD"),
    ("j.d", "J.D"),
    ("aia", "AIA"),
    ("cfa", "CFA"),
    ("pmp", "PMP"),
    ("edd", "EdD"),
    ("psyd", "PsyD"),
    ("lcsw", "LCSW"),
    ("ret", "Ret"),
    ("obe", "OBE"),
    ("mbe", "MBE"),
];

/// Splits a name as written: honorifics, given names, particles and family name, suffixes, nicknames in quotes or
/// parentheses, "Last, First". One word alone is a given name; after an honorific it is a family name.
#[must_use]
pub fn split(written: &str) -> Name {
    let written = clean(written);
    let (kept, _) = without_nickname(&written);
    let (last_first, suffixes) = around_comma(&kept);
    let full = match &last_first {
        Some((last, first)) => joined([first.as_str(), last.as_str(), suffixes.as_str()]),
        None => written.clone(),
    };
    let words = match &last_first {
        Some((_, first)) => core(first),
        None => core(&kept),
    };
    let (first, last) = match (&last_first, words.as_slice()) {
        (Some((last, _)), words) => (words.first().copied(), Some(last.as_str())),
        (None, [one]) if honorific_first(&kept) => (None, Some(*one)),
        (None, [one]) => (Some(*one), None),
        (None, [first, ..]) => (Some(*first), family(&kept, &words)),
        (None, []) => (None, None),
    };
    let case = |part: &str| in_case_of(&full, part);
    Name {
        first: first.map(case),
        last: last.map(case),
        full: displayed(&full),
    }
}

/// A name as it is shown: kept as typed, but where it is all capitals or all lower case, in title case with the particles
/// small: `O'Brien`, `McDonald`, `van der Berg`, `Jr`.
#[must_use]
pub fn displayed(name: &str) -> String {
    let name = clean(name);
    in_case_of(&name, &name)
}

/// Whether a folded word begins a family name of several words: `van`, `de`.
#[must_use]
pub fn is_particle(fold: &str) -> bool {
    matches!(
        fold,
        "abu"
            | "al"
            | "af"
            | "av"
            | "bin"
            | "bint"
            | "binti"
            | "ibn"
            | "da"
            | "das"
            | "de"
            | "degli"
            | "dei"
            | "del"
            | "dela"
            | "della"
            | "delle"
            | "den"
            | "der"
            | "di"
            | "do"
            | "dos"
            | "du"
            | "el"
            | "het"
            | "in"
            | "la"
            | "las"
            | "le"
            | "les"
            | "lo"
            | "los"
            | "op"
            | "san"
            | "santa"
            | "st"
            | "saint"
            | "ste"
            | "'t"
            | "te"
            | "ten"
            | "ter"
            | "van"
            | "vande"
            | "vander"
            | "vom"
            | "von"
            | "y"
            | "e"
            | "zu"
            | "zum"
            | "zur"
            | "ap"
            | "mac"
            | "mc"
            | "o"
            | "vel"
            | "ver"
    )
}

/// Whether a folded word stands before names: `dr`, `mrs`.
#[must_use]
pub fn is_honorific(fold: &str) -> bool {
    matches!(
        fold,
        "mr" | "mister"
            | "mrs"
            | "missus"
            | "ms"
            | "miss"
            | "mx"
            | "dr"
            | "doctor"
            | "prof"
            | "professor"
            | "rev"
            | "reverend"
            | "fr"
            | "father"
            | "sr"
            | "sra"
            | "srta"
            | "sir"
            | "lady"
            | "lord"
            | "dame"
            | "madam"
            | "capt"
            | "captain"
            | "col"
            | "colonel"
            | "gen"
            | "general"
            | "lt"
            | "sgt"
            | "sergeant"
            | "maj"
            | "major"
            | "cpl"
            | "cmdr"
            | "hon"
            | "judge"
            | "rabbi"
            | "imam"
            | "pastor"
            | "officer"
            | "chief"
            | "coach"
            | "herr"
            | "frau"
            | "m"
            | "mme"
            | "mlle"
            | "monsieur"
            | "madame"
            | "don"
            | "dona"
            | "sig"
            | "sig.ra"
            | "dott"
            | "ing"
            | "atty"
    )
}

/// Whether a folded word stands after names: `jr`, `iii`, `md`.
#[must_use]
pub fn is_suffix(fold: &str) -> bool {
    SUFFIXES.iter().any(|(suffix, _)| *suffix == fold)
}

/// One space between words, nothing invisible, no marks around.
fn clean(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !invisible(*c)).collect();
    let marks = |c: char| c.is_whitespace() || ",;:-–—|•*_".contains(c);
    let trimmed = visible.trim_matches(marks);
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The name without `"Bob"` or `(Bob)` inside, and the nickname.
fn without_nickname(name: &str) -> (String, Option<String>) {
    for (open, close) in [('"', '"'), ('(', ')'), ('“', '”'), ('\'', '\'')] {
        let inside = name.split_once(open).and_then(|(before, rest)| {
            let (nick, after) = rest.split_once(close)?;
            let alone = before.is_empty() || before.ends_with(' ');
            let ended = after.is_empty() || after.starts_with([' ', ',']);
            (alone && ended && !nick.is_empty()).then_some((before, nick, after))
        });
        if let Some((before, nick, after)) = inside {
            return (
                clean(&format!("{} {}", before.trim(), after.trim())),
                Some(nick.to_owned()),
            );
        }
    }
    (name.to_owned(), None)
}

/// `Last, First Middle` and the suffixes after any comma.
fn around_comma(name: &str) -> (Option<(String, String)>, String) {
    let mut parts = name
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let head = parts.next().unwrap_or_default();
    let mut first = None;
    let mut suffixes = Vec::new();
    for part in parts {
        let all_suffixes = part.split(' ').all(|word| is_suffix(&bare(word)));
        if all_suffixes || first.is_some() {
            suffixes.push(part);
        } else {
            first = Some(part);
        }
    }
    let last: Vec<&str> = head.split(' ').collect();
    let tail = last.iter().rposition(|word| !is_suffix(&bare(word)));
    let last_words = last
        .get(..tail.map_or(0, |at| at.saturating_add(1)))
        .unwrap_or_default();
    let last_suffix = last.get(last_words.len()..).unwrap_or_default().join(" ");
    let suffix = joined([last_suffix.as_str(), suffixes.join(" ").as_str()]);
    match first {
        Some(first) if !last_words.is_empty() => {
            (Some((clean(&last_words.join(" ")), clean(first))), suffix)
        }
        _ => (None, suffix),
    }
}

/// The words between honorifics and suffixes.
fn core(name: &str) -> Vec<&str> {
    let head = name.split(',').next().unwrap_or_default();
    let mut words: Vec<&str> = head.split(' ').filter(|word| !word.is_empty()).collect();
    let joins = |word: &str| matches!(word, "and" | "&" | "und" | "y" | "et" | "e");
    while words.len() > 1
        && words
            .first()
            .is_some_and(|word| honorific(word, words.len()) || joins(word))
    {
        words.remove(0);
    }
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| suffix_here(word, words.len()))
    {
        words.pop();
    }
    words
}

/// One letter is a title only with its point and two words after it: "M. Jean Dupont", not "M. Dupont".
fn honorific(word: &str, words: usize) -> bool {
    is_honorific(&bare(word))
        && (bare(word).len() > 1 || words > 2)
        && (bare(word) != "don" || words > 2)
}

/// "V" and "Do" are names too: suffixes only after two other words, or in capitals.
fn suffix_here(word: &str, words: usize) -> bool {
    let fold = bare(word);
    let doubtful = matches!(fold.as_str(), "v" | "do" | "vi" | "pe" | "sr")
        && (words <= 2 || word.ends_with('.') && fold.len() == 1);
    is_suffix(&fold) && !(doubtful && fold != "sr" || fold == "do" && word != "DO")
}

fn honorific_first(name: &str) -> bool {
    name.split(' ')
        .next()
        .is_some_and(|word| is_honorific(&bare(word)))
}

/// The last word and the particles before it; from the first particle on where there is one.
fn family<'n>(name: &'n str, words: &[&'n str]) -> Option<&'n str> {
    let after_first = words.get(1..)?;
    let particle = after_first
        .iter()
        .position(|word| is_particle(&bare(word)) && !(word.len() <= 2 && word.ends_with('.')));
    let begin = match particle {
        Some(at) if at.saturating_add(1) < after_first.len() => *after_first.get(at)?,
        _ => *after_first.last()?,
    };
    let end = *words.last()?;
    let from = (begin.as_ptr() as usize).checked_sub(name.as_ptr() as usize)?;
    let to = (end.as_ptr() as usize)
        .checked_sub(name.as_ptr() as usize)?
        .checked_add(end.len())?;
    name.get(from..to)
}

/// A word folded, without points at its ends.
fn bare(word: &str) -> String {
    folded(word.trim_matches(['.', ',']))
}

/// `part` as it is shown, cased where `whole` has no mixed case.
fn in_case_of(whole: &str, part: &str) -> String {
    let letters = || whole.chars().filter(|c| c.is_alphabetic());
    let cased = |c: char| c.is_uppercase() || c.is_lowercase();
    let lower = letters().all(|c| !c.is_uppercase());
    let upper = letters().all(|c| !c.is_lowercase()) && letters().count() > 2;
    if !letters().any(cased) || !(lower || upper) {
        return part.to_owned();
    }
    let words: Vec<&str> = part.split(' ').collect();
    let last = words.len().saturating_sub(1);
    let shown = words.iter().enumerate().map(|(i, word)| {
        let begins = i == 0 && whole.starts_with(part);
        word_shown(
            word,
            begins,
            i == last && (i > 0 || !whole.starts_with(part)),
        )
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn word_shown(word: &str, first: bool, last: bool) -> String {
    let fold = bare(word);
    if let Some((_, suffix)) = SUFFIXES
        .iter()
        .find(|(suffix, _)| *suffix == fold && last && fold != "do")
    {
        return word.to_lowercase().replace(fold.as_str(), suffix);
    }
    let small = is_particle(&fold)
        && !matches!(
            fold.as_str(),
            "san" | "santa" | "saint" | "st" | "mac" | "mc" | "o"
        );
    if small && !first && !last {
        return word.to_lowercase();
    }
    let mut shown = String::with_capacity(word.len());
    let mut start = true;
    for c in word.chars() {
        if start {
            shown.extend(c.to_uppercase());
        } else {
            shown.extend(c.to_lowercase());
        }
        let apostrophe = c == '\'' || c == '\u{2019}';
        start = if apostrophe {
            elided(&shown)
        } else {
            !c.is_alphanumeric()
        };
    }
    match shown.strip_prefix("Mc") {
        Some(rest) if rest.chars().count() > 2 => format!("Mc{}", title(rest)),
        _ => shown,
    }
}

/// After `O'` and `D'` a large letter follows, after a longer beginning (`Ta'`, `Bob's`) none.
fn elided(shown: &str) -> bool {
    let before = shown.rsplit(['-', ' ']).next().unwrap_or_default();
    before.chars().filter(|c| c.is_alphabetic()).count() <= 1
}

fn title(rest: &str) -> String {
    let mut chars = rest.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (String, String, String) {
        let name = split(name);
        (
            name.full,
            name.first.unwrap_or_default(),
            name.last.unwrap_or_default(),
        )
    }

    #[test]
    fn names_have_a_given_and_a_family_part() {
        for (written, full, first, last) in [
            ("Dana Whitfield", "Dana Whitfield", "Dana", "Whitfield"),
            ("Whitfield, Dana", "Dana Whitfield", "Dana", "Whitfield"),
            ("King Jr, Martin L.", "Martin L. King Jr", "Martin", "King"),
            ("Juan de la Cruz", "Juan de la Cruz", "Juan", "de la Cruz"),
            (
                "van der Berg, Ludwig",
                "Ludwig van der Berg",
                "Ludwig",
                "van der Berg",
            ),
            (
                "Dr. Ana María de Souza, PhD",
                "Dr. Ana María de Souza, PhD",
                "Ana",
                "de Souza",
            ),
            (
                "Robert \"Bob\" Lee III",
                "Robert \"Bob\" Lee III",
                "Robert",
                "Lee",
            ),
            ("mr. smith", "Mr. Smith", "", "Smith"),
            ("Cher", "Cher", "Cher", ""),
            ("SEAN O'BRIEN", "Sean O'Brien", "Sean", "O'Brien"),
            (
                "ronald mcdonald jr.",
                "Ronald McDonald Jr.",
                "Ronald",
                "McDonald",
            ),
            (
                "jean-luc van damme",
                "Jean-Luc van Damme",
                "Jean-Luc",
                "van Damme",
            ),
            ("Bruce Le", "Bruce Le", "Bruce", "Le"),
            ("Mary Jane Watson", "Mary Jane Watson", "Mary", "Watson"),
            ("DeShawn MacLeod", "DeShawn MacLeod", "DeShawn", "MacLeod"),
        ] {
            let got = parts(written);
            let wanted = (full.to_owned(), first.to_owned(), last.to_owned());
            assert_eq!(got, wanted, "{written}");
        }
    }
}
