//! Rust source, taken apart just far enough: code without comments and texts, and the texts.

/// A file's code with comments dropped and string literals emptied, and what was in the literals.
pub(super) struct Source {
    pub(super) code: String,
    pub(super) strings: Vec<String>,
}

impl Source {
    pub(super) fn read(text: &str) -> Self {
        let mut source = Self {
            code: String::with_capacity(text.len()),
            strings: Vec::new(),
        };
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            rest = source.step(rest, next);
        }
        source
    }

    /// Whether `word` stands in the code by itself.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words(word).next().is_some()
    }

    /// Whether the code names a crate: at the start of a path, or in `use`.
    pub(super) fn names_crate(&self, name: &str) -> bool {
        self.words(name).any(|at| {
            let before = self.code[..at].trim_end();
            let after = self.code[at + name.len()..].trim_start();
            let path = after.starts_with("::") && !before.ends_with("::");
            path || before.ends_with("use") || before.ends_with("extern crate")
        })
    }

    fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        self.code
            .match_indices(word)
            .map(|(at, _)| at)
            .filter(move |at| {
                let before = self.code[..*at].chars().next_back();
                let after = self.code[at + word.len()..].chars().next();
                !before.is_some_and(part) && !after.is_some_and(part)
            })
    }

    /// Takes one piece off the front of `rest`; gives what is left.
    fn step<'a>(&mut self, rest: &'a str, next: char) -> &'a str {
        if rest.starts_with("//") {
            return &rest[rest.find('\n').unwrap_or(rest.len())..];
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            return comment.split_once("*/").map_or("", |(_, after)| after);
        }
        if let Some((content, after)) = raw_string(rest).filter(|_| !self.code.ends_with(in_word)) {
            return self.literal(content, after);
        }
        if let Some(content) = rest.strip_prefix('"') {
            let end = end_of_string(content);
            let after = content.get(end + 1..).unwrap_or("");
            return self.literal(&content[..end], after);
        }
        if let Some(after) = quoted_char(rest) {
            self.code.push_str("' '");
            return after;
        }
        self.code.push(next);
        &rest[next.len_utf8()..]
    }

    fn literal<'a>(&mut self, content: &str, after: &'a str) -> &'a str {
        self.code.push_str("\"\"");
        self.strings.push(content.to_owned());
        after
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `r"…"`, `r#"…"#` and so on: content and what follows.
fn raw_string(text: &str) -> Option<(&str, &str)> {
    let marked = text.strip_prefix('r')?;
    let opened = marked.trim_start_matches('#');
    let hashes = marked.len() - opened.len();
    let content = opened.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    content.split_once(&close)
}

/// Where an ordinary string's content ends.
fn end_of_string(content: &str) -> usize {
    let mut escaped = false;
    for (at, c) in content.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    content.len()
}

/// A character literal, not a lifetime: what follows it.
fn quoted_char(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        let end = escape.char_indices().skip(1).find(|(_, c)| *c == '\'')?.0;
        return Some(&escape[end + 1..]);
    }
    let mut characters = inside.chars();
    characters.next()?;
    characters.as_str().strip_prefix('\'')
}
