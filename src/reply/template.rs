//! One phrase: text with places for values.

/// Text with `{fields}`, `[optional groups]` and `` `messages that work` ``.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Template {
    parts: Vec<Part>,
    /// What stands between backticks.
    examples: Vec<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Field(String),
    /// Left out where a field inside is empty.
    Group(Vec<Part>),
}

/// Why a phrase is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Malformed {
    #[error("a bracket, brace or backtick is not closed")]
    Open,
    #[error("groups do not nest, and backticks stand outside of them")]
    Nested,
}

impl Template {
    /// Reads a phrase. Line breaks at its very beginning are layout of the file, not of the text.
    pub(super) fn read(text: &str) -> Result<Self, Malformed> {
        let mut template = Self::default();
        let mut group: Option<Vec<Part>> = None;
        let mut example: Option<usize> = None;
        let mut rest = text.trim_start_matches('\n');
        while let Some(first) = rest.chars().next() {
            let mut part = None;
            match first {
                '{' => {
                    let (name, after) = rest[1..].split_once('}').ok_or(Malformed::Open)?;
                    part = Some(Part::Field(name.to_owned()));
                    rest = after;
                }
                '[' | '`' if group.is_some() => return Err(Malformed::Nested),
                '[' => {
                    group = Some(Vec::new());
                    rest = &rest[1..];
                }
                ']' => {
                    part = Some(Part::Group(group.take().ok_or(Malformed::Open)?));
                    rest = &rest[1..];
                }
                '`' => {
                    example = match example {
                        None => Some(template.parts.len()),
                        Some(start) => {
                            template.examples.push(template.parts[start..].to_vec());
                            None
                        }
                    };
                    rest = &rest[1..];
                }
                _ => {
                    let end = rest.find(['{', '[', ']', '`']).unwrap_or(rest.len());
                    part = Some(Part::Text(rest[..end].to_owned()));
                    rest = &rest[end..];
                }
            }
            if let Some(part) = part {
                group.as_mut().unwrap_or(&mut template.parts).push(part);
            }
        }
        if group.is_some() || example.is_some() {
            return Err(Malformed::Open);
        }
        Ok(template)
    }

    /// The text with its values. A field that is not among them is empty.
    pub(super) fn fill(&self, fields: &[(&str, &str)]) -> String {
        let mut text = String::new();
        fill(&self.parts, fields, &mut text);
        text
    }

    /// The messages in it, with these values.
    pub(super) fn examples(&self, fields: &[(&str, &str)]) -> Vec<String> {
        let filled = self.examples.iter().map(|parts| {
            let mut text = String::new();
            fill(parts, fields, &mut text);
            text
        });
        filled.collect()
    }

    /// The names of its fields, each once, sorted.
    pub(super) fn fields(&self) -> Vec<&str> {
        let mut names = Vec::new();
        collect(&self.parts, &mut names);
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn fill(parts: &[Part], fields: &[(&str, &str)], text: &mut String) {
    for part in parts {
        match part {
            Part::Text(plain) => text.push_str(plain),
            Part::Field(name) => text.push_str(value(name, fields)),
            Part::Group(parts) if is_complete(parts, fields) => fill(parts, fields, text),
            Part::Group(_) => {}
        }
    }
}

fn is_complete(parts: &[Part], fields: &[(&str, &str)]) -> bool {
    parts.iter().all(|part| match part {
        Part::Field(name) => !value(name, fields).is_empty(),
        Part::Text(_) | Part::Group(_) => true,
    })
}

fn value<'a>(name: &str, fields: &[(&str, &'a str)]) -> &'a str {
    let found = fields.iter().find(|(field, _)| *field == name);
    found.map_or("", |(_, value)| value)
}

fn collect<'a>(parts: &'a [Part], names: &mut Vec<&'a str>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Field(name) => names.push(name),
            Part::Group(parts) => collect(parts, names),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_goes_with_its_value() {
        let template = Template::read("Task {task}[ - {who}][, {due}].").expect("a template");
        assert_eq!(
            template.fill(&[("task", "#1"), ("due", "Fri")]),
            "Task #1, Fri."
        );
        assert_eq!(template.fields(), ["due", "task", "who"]);
    }

    #[test]
    fn marked_messages_are_text_and_example() {
        let template = Template::read("To finish: `done {number}`.").expect("a template");
        assert_eq!(template.fill(&[("number", "42")]), "To finish: done 42.");
        assert_eq!(template.examples(&[("number", "42")]), ["done 42"]);
    }

    #[test]
    fn what_is_not_closed_is_refused() {
        for text in ["{task", "[ - {who}", "`done", "]", "[a [b]]"] {
            assert!(Template::read(text).is_err(), "{text}");
        }
    }
}
