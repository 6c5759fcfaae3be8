//! The forms leads are written in.

use std::fmt::Write as _;

use super::Block;
use super::people::{Chance, GREETINGS, INTROS, Person, ascii, person};

/// One lead in one form.
pub(super) fn block(chance: &mut Chance) -> Block {
    let who = person(chance);
    match chance.below(13) {
        0 => sentence(&who, chance),
        1 => two_sentences(&who, chance),
        2 | 3 => labelled(&who, chance),
        4 => list(&who, chance),
        5 => signed(&who, chance),
        6 => told(&who, chance),
        7 => here(&who, chance),
        8 => dashed(&who, chance),
        9 => dictated(&who, chance),
        10 => lines(&who, chance),
        11 => bare_labels(&who, chance),
        _ => card(&who, chance),
    }
}

fn base(who: &Person, form: &'static str, text: String) -> Block {
    Block {
        text,
        form,
        name: who.name.clone(),
        last: Some(who.last.clone()),
        note: Some(who.request.to_owned()),
        ..Block::default()
    }
}

fn sentence(who: &Person, chance: &mut Chance) -> Block {
    let (greeting, intro) = (chance.of(GREETINGS), chance.of(INTROS));
    let from = chance.of(&["from", "with", "at", "w/"]);
    let dash = chance.of(&[" - ", ", ", ". ", " — ", "\n"]);
    let request = if dash == ". " {
        large(who.request)
    } else {
        who.request.to_owned()
    };
    let text = format!(
        "{greeting} {intro} {}, {} {from} {}{dash}{request}",
        who.name, who.email, who.company
    );
    let mut block = base(who, "sentence", text);
    block.email = Some(who.email.clone());
    block.company = Some(who.company.clone());
    block
}

fn two_sentences(who: &Person, chance: &mut Chance) -> Block {
    let (greeting, intro) = (chance.of(GREETINGS), chance.of(INTROS));
    let from = chance.of(&["from", "with", "at", "of"]);
    let mut block = base(who, "sentences", String::new());
    let mut text = format!("{greeting}, {intro} {}", who.name);
    if chance.below(3) > 0 {
        let _ = write!(text, " {from} {}", who.company);
        block.company = Some(who.company.clone());
    }
    let _ = write!(text, ". {}.", large(who.request));
    match chance.below(4) {
        0 => {
            let cue = chance.of(&[
                "My email is",
                "Email me at",
                "You can reach me at",
                "Email:",
            ]);
            let _ = write!(text, " {cue} {}", who.email);
            block.email = Some(who.email.clone());
        }
        1 => {
            let cue = chance.of(&[
                "My number is",
                "Call me at",
                "My cell is",
                "You can reach me at",
                "Cell:",
            ]);
            let _ = write!(text, " {cue} {}.", who.phone);
            block.phone = Some(who.digits.clone());
        }
        2 => {
            let _ = write!(text, " {} or {}", who.phone, who.email);
            block.phone = Some(who.digits.clone());
            block.email = Some(who.email.clone());
        }
        _ => text.push_str(" Thanks!"),
    }
    block.text = text;
    block
}

fn labelled(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "labelled", String::new());
    let sep = chance.of(&["\n", "; ", " | ", ", ", "\t", "\r\n", "\n• ", " / "]);
    let after = chance.of(&[": ", ":", " : ", "=", " - "]);
    let after = if after == " - " && !sep.starts_with(['\n', '\r']) {
        ": "
    } else {
        after
    };
    let upper = chance.one_in(4);
    let name_label = chance.of(&["Name", "Full Name", "name", "Contact Name", "Customer"]);
    let written =
        if chance.one_in(5) && who.name == format!("{} {}", who.first, who.last) && sep != ", " {
            format!("{}, {}", who.last, who.first)
        } else {
            who.name.clone()
        };
    let mut parts = vec![(name_label, written)];
    if chance.below(4) > 0 {
        parts.push((
            chance.of(&["Email", "E-mail", "email address", "Mail"]),
            who.email.clone(),
        ));
        block.email = Some(who.email.clone());
    }
    if chance.below(4) > 0 {
        parts.push((
            chance.of(&[
                "Phone",
                "Ph",
                "Cell",
                "Mobile",
                "Tel",
                "phone number",
                "Contact number",
            ]),
            who.phone.clone(),
        ));
        block.phone = Some(who.digits.clone());
    }
    if chance.below(3) > 0 && !(sep == ", " && who.company.contains(',')) {
        parts.push((
            chance.of(&["Company", "Org", "Business", "Organization", "Company Name"]),
            who.company.clone(),
        ));
        block.company = Some(who.company.clone());
    }
    if chance.one_in(3) {
        parts.push((
            chance.of(&["Title", "Job Title", "Position", "Role"]),
            who.title.to_owned(),
        ));
        block.title = Some(who.title.to_owned());
    }
    if parts.len() < 2 {
        parts.push(("Email", who.email.clone()));
        block.email = Some(who.email.clone());
    }
    if chance.one_in(3) {
        let end = parts.len() - 1;
        parts.swap(0, end);
    }
    parts.push((
        chance.of(&["Message", "Notes", "Comments", "Request", "Details"]),
        who.request.to_owned(),
    ));
    let written: Vec<String> = parts
        .iter()
        .map(|(label, value)| {
            format!(
                "{}{after}{value}",
                if upper {
                    label.to_uppercase()
                } else {
                    (*label).to_owned()
                }
            )
        })
        .collect();
    block.text = format!(
        "{}{}",
        if sep == "\n• " { "• " } else { "" },
        written.join(sep)
    );
    block
}

fn list(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "list", String::new());
    let sep = chance.of(&[", ", " / ", " | ", "; ", "\n", " - "]);
    let mut parts = vec![who.name.clone()];
    if chance.below(4) > 0 && !(sep == ", " && who.company.contains(',')) {
        parts.push(who.company.clone());
        block.company = Some(who.company.clone());
    }
    match chance.below(3) {
        0 => {
            parts.push(who.phone.clone());
            block.phone = Some(who.digits.clone());
        }
        1 => {
            parts.push(who.email.clone());
            block.email = Some(who.email.clone());
        }
        _ => {
            parts.push(who.phone.clone());
            parts.push(who.email.clone());
            block.phone = Some(who.digits.clone());
            block.email = Some(who.email.clone());
        }
    }
    if chance.one_in(4) {
        block.note = None;
    } else {
        parts.push(who.request.to_owned());
    }
    block.text = parts.join(sep);
    block
}

fn signed(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "signed", String::new());
    let off = chance.of(&[
        "Thanks,",
        "Best regards,",
        "Thank you",
        "Regards,",
        "Cheers,",
        "Sincerely,",
        "--",
        "Best,",
    ]);
    let mut text = format!("{}.\n\n{off}\n{}", large(who.request), who.name);
    match chance.below(4) {
        0 => {
            let _ = write!(text, "\n{}, {}", who.title, who.company);
            block.title = Some(who.title.to_owned());
            block.company = Some(who.company.clone());
        }
        1 => {
            let _ = write!(text, "\n{}\n{}", who.title, who.company);
            block.title = Some(who.title.to_owned());
            block.company = Some(who.company.clone());
        }
        2 => {
            let _ = write!(text, "\n{}", who.company);
            block.company = Some(who.company.clone());
        }
        _ => {}
    }
    let prefix = chance.of(&["", "", "c: ", "Cell ", "T: ", "M "]);
    let _ = write!(text, "\n{prefix}{}", who.phone);
    block.phone = Some(who.digits.clone());
    if chance.below(3) > 0 {
        let _ = write!(text, "\n{}", who.email);
        block.email = Some(who.email.clone());
    }
    block.text = text;
    block
}

fn told(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "told", String::new());
    let and = chance.of(&[" and ", ", ", ". "]);
    block.text = match chance.below(3) {
        0 => format!(
            "{}. My name is {}, email {}, phone {}.",
            large(who.request),
            who.name,
            who.email,
            who.phone
        ),
        1 => format!(
            "My name is {}{and}my email is {}{and}my phone number is {}. {}",
            who.name,
            who.email,
            who.phone,
            large(who.request)
        ),
        _ => format!(
            "I'm {}, {}. {}. Call {} or email {}",
            who.name,
            who.company,
            large(who.request),
            who.phone,
            who.email
        ),
    };
    if block.text.starts_with("I'm") {
        block.company = Some(who.company.clone());
    }
    block.email = Some(who.email.clone());
    block.phone = Some(who.digits.clone());
    block
}

fn here(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "here", String::new());
    let from = chance.of(&["here from", "from", "with", "here with", "at"]);
    block.text = format!(
        "{} {from} {}. {}. {}",
        who.name,
        who.company,
        large(who.request),
        who.phone
    );
    block.company = Some(who.company.clone());
    block.phone = Some(who.digits.clone());
    block
}

fn dashed(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "dashed", String::new());
    let dash = chance.of(&[" - ", "\n- ", " -", "\n— "]);
    block.text = format!("{}, {}{dash}{}", large(who.request), who.phone, who.name);
    block.phone = Some(who.digits.clone());
    if chance.one_in(2) && !who.company.contains(',') {
        let _ = write!(block.text, ", {}", who.company);
        block.company = Some(who.company.clone());
    }
    block
}

fn dictated(who: &Person, chance: &mut Chance) -> Block {
    let email = who.email.to_lowercase();
    let spoken = email
        .replace("gmail", if chance.one_in(2) { "g mail" } else { "gmail" })
        .replace(
            "icloud",
            if chance.one_in(2) {
                "i cloud"
            } else {
                "icloud"
            },
        )
        .replace('@', " at ")
        .replace('.', " dot ")
        .replace('_', " underscore ");
    let intro = chance.of(&["this is", "my name is", "i'm"]);
    let cue = chance.of(&[
        "my email is",
        "my email address is",
        "you can email me at",
        "email",
    ]);
    let name = format!("{} {}", who.first, who.last)
        .to_lowercase()
        .replace('.', "");
    let text = format!(
        "hi {intro} {name} {cue} {spoken} {}",
        who.request.to_lowercase()
    );
    let mut block = base(who, "dictated", text);
    block.name = name;
    block.last = Some(who.last.replace('.', ""));
    block.email = Some(email);
    block
}

fn lines(who: &Person, chance: &mut Chance) -> Block {
    let mut block = base(who, "lines", String::new());
    let site = format!("www.{}.com", ascii(&who.company));
    block.text = format!(
        "{}\n{}\n{}\n{}\n{}",
        who.name, who.title, who.company, who.phone, who.email
    );
    if chance.one_in(2) {
        let _ = write!(block.text, "\n{site}");
    }
    if chance.one_in(2) {
        let _ = write!(block.text, "\n\n{}", large(who.request));
    } else {
        block.note = None;
    }
    block.title = Some(who.title.to_owned());
    block.company = Some(who.company.clone());
    block.phone = Some(who.digits.clone());
    block.email = Some(who.email.clone());
    block
}

fn bare_labels(who: &Person, chance: &mut Chance) -> Block {
    let sep = chance.of(&[" ", ", ", "\n"]);
    let text = format!(
        "Name {}{sep}email {}{sep}phone {}{sep}message {}",
        who.name, who.email, who.phone, who.request
    );
    let mut block = base(who, "bare labels", text);
    block.email = Some(who.email.clone());
    block.phone = Some(who.digits.clone());
    block
}

fn card(who: &Person, chance: &mut Chance) -> Block {
    let escaped = who.company.replace(',', "\\,");
    let text = if chance.one_in(2) {
        format!(
            "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nORG:{escaped};\nTITLE:{}\nTEL;TYPE=CELL:{}\nEMAIL;TYPE=INTERNET:{}\nNOTE:{}\nEND:VCARD",
            who.name, who.title, who.phone, who.email, who.request
        )
    } else {
        format!(
            "MECARD:N:{};ORG:{};TEL:{};EMAIL:{};TITLE:{};NOTE:{};;",
            who.name, who.company, who.phone, who.email, who.title, who.request
        )
    };
    let mut block = base(who, "card", text);
    block.email = Some(who.email.clone());
    block.phone = Some(who.digits.clone());
    block.company = Some(who.company.clone());
    block.title = Some(who.title.to_owned());
    block
}

fn large(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
