//! The forms of commands that messages are made from.

/// What is texted and the intents it has. `{…}` are slots. A frame that begins with `?` must be asked about: a day alone is
/// no time to meet.
pub(super) const FORMS: &[(&[&str], &str)] = &[
    (
        &[
            "task {title} {when}",
            "todo: {title} {when}",
            "new task {title} {when}",
            "add task {title} {when}",
            "create a task to {title} {when}",
            "task: {title} {when}",
            "add a reminder to {title} {when}",
        ],
        r#"[{"do":"task.create","title":"{title}","due":"{due}"}]"#,
    ),
    (
        &[
            "task {title}",
            "todo {title}",
            "add task {title}",
            "add todo: {title}",
        ],
        r#"[{"do":"task.create","title":"{title}"}]"#,
    ),
    (
        &[
            "add task for {name}: {title} {when}",
            "task for {name}: {title} {when}",
        ],
        r#"[{"do":"task.create","who":{"name":"{name}"},"title":"{title}","due":"{due}"}]"#,
    ),
    (
        &[
            "task for {first}: {title}",
            "new task for {first}: {title}",
            "task re {first}: {title}",
        ],
        r#"[{"do":"task.create","who":{"name":"{first}"},"title":"{title}"}]"#,
    ),
    (
        &["remind me to {title} {when}", "remind me {when} to {title}"],
        r#"[{"do":"task.create","title":"{title}","due":"{due}","assignee":{"me":true}}]"#,
    ),
    (
        &[
            "task {title} !high",
            "task {title} high priority",
            "add task {title} !!",
        ],
        r#"[{"do":"task.create","title":"{title}","priority":"high"}]"#,
    ),
    (
        &[
            "task {title} {when} @{first}",
            "task {title} @{first} {when}",
        ],
        r#"[{"do":"task.create","title":"{title}","due":"{due}","assignee":{"name":"{first}"}}]"#,
    ),
    (
        &[
            "done {n}",
            "{n} done",
            "task {n} done",
            "task done {n}",
            "complete task {n}",
            "finished {n}",
            "close {n}",
            "mark {n} done",
            "mark task {n} as done",
        ],
        r#"[{"do":"task.complete","tasks":[{n}]}]"#,
    ),
    (
        &[
            "done {n} and {m}",
            "done {n}, {m}",
            "{n} and {m} done",
            "tasks {n} and {m} done",
        ],
        r#"[{"do":"task.complete","tasks":[{n},{m}]}]"#,
    ),
    (
        &[
            "reopen {n}",
            "reopen task {n}",
            "task {n} reopen",
            "undone {n}",
        ],
        r#"[{"do":"task.reopen","tasks":[{n}]}]"#,
    ),
    (
        &["delete task {n}", "remove task {n}", "task {n} delete"],
        r#"[{"do":"task.delete","tasks":[{n}]}]"#,
    ),
    (
        &["show {n}", "show task {n}", "task {n}"],
        r#"[{"do":"task.show","tasks":[{n}]}]"#,
    ),
    (
        &["tasks", "my tasks", "list tasks", "show my tasks", "todos"],
        r#"[{"do":"task.list"}]"#,
    ),
    (
        &[
            "tasks today",
            "tasks for today",
            "today's tasks",
            "list tasks today",
        ],
        r#"[{"do":"task.list","when":"today"}]"#,
    ),
    (
        &["overdue tasks", "tasks overdue", "my overdue tasks"],
        r#"[{"do":"task.list","when":"overdue"}]"#,
    ),
    (
        &["tasks this week"],
        r#"[{"do":"task.list","when":"week"}]"#,
    ),
    (
        &["tasks for {first}", "list tasks for {first}"],
        r#"[{"do":"task.list","who":{"name":"{first}"}}]"#,
    ),
    (
        &[
            "move {n} to {when}",
            "task {n} due {when}",
            "push {n} to {when}",
            "reschedule task {n} to {when}",
            "change task {n} due {when}",
        ],
        r#"[{"do":"task.update","task":{n},"due":"{due}"}]"#,
    ),
    (
        &[
            "edit task {n}: {title}",
            "rename task {n} to {title}",
            "change task {n} title to {title}",
        ],
        r#"[{"do":"task.update","task":{n},"title":"{title}"}]"#,
    ),
    (
        &[
            "assign {n} to {first}",
            "assign task {n} to {first}",
            "give {n} to {first}",
        ],
        r#"[{"do":"task.assign","tasks":[{n}],"assignee":{"name":"{first}"}}]"#,
    ),
    (
        &[
            "note {first}: {said}",
            "note {first} {said}",
            "add note to {first}: {said}",
            "note for {first}: {said}",
        ],
        r#"[{"do":"note.create","who":{"name":"{first}"},"text":"{said}"}]"#,
    ),
    (
        &[
            "add note to {name}: {said}",
            "note {name}: {said}",
            "add a note for {name}: {said}",
        ],
        r#"[{"do":"note.create","who":{"name":"{name}"},"text":"{said}"}]"#,
    ),
    (
        &["note c{n} {said}", "note c{n}: {said}"],
        r#"[{"do":"note.create","who":{"contact":{n}},"text":"{said}"}]"#,
    ),
    (
        &[
            "notes {first}",
            "notes for {first}",
            "show notes {first}",
            "{first}'s notes",
        ],
        r#"[{"do":"note.list","who":{"name":"{first}"}}]"#,
    ),
    (
        &["edit n{n}: {said}", "update note n{n}: {said}"],
        r#"[{"do":"note.update","note":{n},"text":"{said}"}]"#,
    ),
    (
        &["delete n{n}", "delete note n{n}"],
        r#"[{"do":"note.delete","note":{n}}]"#,
    ),
    (
        &[
            "tag {first} {tag}",
            "tag {first} as {tag}",
            "tag {first} with {tag}",
            "tag {first}: {tag}",
            "add tag {tag} to {first}",
        ],
        r#"[{"do":"tag.add","who":{"name":"{first}"},"tags":["{tag}"]}]"#,
    ),
    (
        &["untag {first} {tag}", "remove tag {tag} from {first}"],
        r#"[{"do":"tag.remove","who":{"name":"{first}"},"tags":["{tag}"]}]"#,
    ),
    (
        &["find {phone}", "search {phone}"],
        r#"[{"do":"contact.find","query":"{phone}"}]"#,
    ),
    (
        &[
            "find {first}",
            "search {first}",
            "look up {first}",
            "who is {first}",
        ],
        r#"[{"do":"contact.find","query":"{first}"}]"#,
    ),
    (
        &[
            "add contact {name} {phone}",
            "new contact: {name}, {phone}",
            "create contact {name} {phone}",
        ],
        r#"[{"do":"contact.create","details":{"name":"{name}","first_name":"{first}","last_name":"{last}","phone":"{e164}"}}]"#,
    ),
    (
        &[
            "update {first} phone {phone}",
            "change {first}'s phone to {phone}",
        ],
        r#"[{"do":"contact.update","who":{"name":"{first}"},"details":{"phone":"{e164}"}}]"#,
    ),
    (
        &["show c{n}", "contact c{n}"],
        r#"[{"do":"contact.show","who":{"contact":{n}}}]"#,
    ),
    (
        &["delete contact c{n}"],
        r#"[{"do":"contact.delete","who":{"contact":{n}}}]"#,
    ),
    (
        &[
            "book appointment with {first} {at}",
            "appt with {first} {at}",
            "schedule a meeting with {first} {at}",
        ],
        r#"[{"do":"appointment.book","who":{"name":"{first}"},"start":"{start}"}]"#,
    ),
    (
        &["book appointment with {first} {day}"],
        r#"?[{"do":"appointment.book","who":{"name":"{first}"}}]"#,
    ),
    (
        &["move a{n} to {at}", "reschedule appt a{n} to {at}"],
        r#"[{"do":"appointment.move","appointment":{n},"start":"{start}"}]"#,
    ),
    (
        &["cancel a{n}", "cancel appt a{n}"],
        r#"[{"do":"appointment.cancel","appointment":{n}}]"#,
    ),
    (
        &[
            "appts tomorrow",
            "appointments tomorrow",
            "show my appointments for tomorrow",
        ],
        r#"[{"do":"appointment.list","when":"tomorrow"}]"#,
    ),
    (
        &[
            "opp for {first}: $5k {title}",
            "new opp for {first}: $5k {title}",
        ],
        r#"[{"do":"opportunity.create","who":{"name":"{first}"},"name":"{title}","value":5000}]"#,
    ),
    (
        &["move o{n} to {stage}", "opp o{n} to {stage}"],
        r#"[{"do":"opportunity.stage","opportunity":{n},"stage":"{stage}"}]"#,
    ),
    (
        &["won o{n}"],
        r#"[{"do":"opportunity.won","opportunity":{n}}]"#,
    ),
    (&["opps", "list opps"], r#"[{"do":"opportunity.list"}]"#),
    (&["undo"], r#"[{"do":"undo"}]"#),
    (&["more"], r#"[{"do":"more"}]"#),
    (&["help"], r#"[{"do":"help"}]"#),
    (&["whoami"], r#"[{"do":"whoami"}]"#),
    (&["agenda", "today"], r#"[{"do":"agenda"}]"#),
    (
        &[
            "done {n}; note {first}: {said}",
            "done {n}. note {first}: {said}",
            "done {n} and add note to {first}: {said}",
        ],
        r#"[{"do":"task.complete","tasks":[{n}]},{"do":"note.create","who":{"name":"{first}"},"text":"{said}"}]"#,
    ),
    (
        &["follow {first}"],
        r#"[{"do":"follower.add","who":{"name":"{first}"},"users":[{"me":true}]}]"#,
    ),
    (
        &["enroll {first} in workflow welcome"],
        r#"[{"do":"workflow.add","who":{"name":"{first}"},"workflow":"welcome"}]"#,
    ),
    (
        &["text {first}: {said}", "sms {first}: {said}"],
        r#"[{"do":"message.send","who":{"name":"{first}"},"text":"{said}"}]"#,
    ),
];

/// What destroys or goes out: it must wait for a confirmation.
pub(super) const CONFIRMED: &[&str] = &[
    "task.delete",
    "note.delete",
    "contact.delete",
    "appointment.cancel",
    "workflow.add",
    "message.send",
];
