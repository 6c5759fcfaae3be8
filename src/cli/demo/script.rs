//! The conversation of the demo, and what each step must do.

/// Who texts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// A stranger with a roof to mend.
    Dana,
    /// Staff.
    Bob,
}

/// One text, and what shall come of it.
pub(super) struct Step {
    pub(super) who: Who,
    /// `{code}` is replaced by the code in the last reply.
    pub(super) text: &'static str,
    /// Words that the reply must have, whatever their case.
    pub(super) says: &'static [&'static str],
    /// The changes the CRM must see, in order: method and the end of the path, `*` for an id.
    pub(super) changes: &'static [&'static str],
}

const fn step(
    who: Who,
    text: &'static str,
    says: &'static [&'static str],
    changes: &'static [&'static str],
) -> Step {
    Step {
        who,
        text,
        says,
        changes,
    }
}

/// The conversation.
pub(super) const SCRIPT: &[Step] = &[
    step(
        Who::Dana,
        "Hi im Dana Whitfield, dana@whitfieldroofing.example from Whitfield Roofing - need a quote",
        &["Dana"],
        &[
            "POST /contacts/",
            "POST /contacts/*/tasks",
            "POST /contacts/*/notes",
        ],
    ),
    step(Who::Bob, "tasks", &["5 tasks", "#43"], &[]),
    step(
        Who::Bob,
        "done 42",
        &["#42"],
        &["PUT /contacts/*/tasks/*/completed"],
    ),
    step(Who::Bob, "done 42", &["#42", "already"], &[]),
    step(
        Who::Bob,
        "add task for Jane Doe: call back tomorrow 3pm",
        &["call back", "Jane Doe", "3:00pm"],
        &["POST /contacts/*/tasks"],
    ),
    step(
        Who::Bob,
        "note Jane left voicemail",
        &["Jane"],
        &["POST /contacts/*/notes"],
    ),
    step(
        Who::Bob,
        "tag Jane vip",
        &["vip"],
        &["POST /contacts/*/tags"],
    ),
    step(Who::Bob, "find 555-0142", &["Jane Doe"], &[]),
    step(
        Who::Bob,
        "undo",
        &["tag Jane vip"],
        &["DELETE /contacts/*/tags"],
    ),
    step(
        Who::Bob,
        "note Jon wants the blue tiles",
        &["Jon Bell", "Jon Reyes", "1", "2"],
        &[],
    ),
    step(Who::Bob, "2", &["Jon Reyes"], &["POST /contacts/*/notes"]),
    step(Who::Bob, "taks", &["task"], &[]),
    step(Who::Bob, "y", &["#43"], &[]),
    step(Who::Bob, "delete task 43", &["43", "OK"], &[]),
    step(
        Who::Bob,
        "ok {code}",
        &["43", "deleted"],
        &["DELETE /contacts/*/tasks/*"],
    ),
    step(Who::Bob, "help", &["task"], &[]),
    step(Who::Bob, "help task", &["task"], &[]),
    step(Who::Dana, "STOP", &["no more"], &[]),
];

/// Whether a change of the CRM is the one meant.
pub(super) fn is_change(meant: &str, method: &str, path: &str) -> bool {
    let Some((want_method, want_path)) = meant.split_once(' ') else {
        return false;
    };
    let path = path.split('?').next().unwrap_or_default();
    let (mut want, mut have) = (want_path.split('/'), path.split('/'));
    method == want_method
        && loop {
            match (want.next(), have.next()) {
                (None, None) => break true,
                (Some("*"), Some(id)) if !id.is_empty() => {}
                (Some(a), Some(b)) if a == b => {}
                _ => break false,
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_by_method_and_path() {
        assert!(is_change(
            "PUT /contacts/*/tasks/*/completed",
            "PUT",
            "/contacts/a/tasks/b/completed"
        ));
        assert!(!is_change("POST /contacts/", "POST", "/contacts/a"));
        assert!(!is_change(
            "POST /contacts/*/tasks",
            "POST",
            "/contacts/a/tasks/b"
        ));
        assert!(!is_change(
            "DELETE /contacts/*/tags",
            "POST",
            "/contacts/a/tags"
        ));
    }
}
