//! The phrases a language must have, and the values each gets.

macro_rules! phrases {
    ($($name:ident = $key:literal ( $($field:ident)* );)*) => {
        /// One thing that can be said. Its key is its place in `replies.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Phrase { $($name),* }

        impl Phrase {
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];

            pub(super) fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// The values it is given; a template uses all of them and no other.
            pub(super) fn fields(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$(stringify!($field)),*]),* }
            }
        }
    };
}

phrases! {
    DateDay = "date.day" (weekday month day);
    DateDayOfYear = "date.day_of_year" (weekday month day year);
    DateMoment = "date.moment" (day time);

    TaskCreated = "task.created" (task title who due assignee);
    TaskCreatedBrief = "task.created_brief" (task title due);
    TaskItem = "task.item" (task title who);
    TaskItemBrief = "task.item_brief" (task title);
    TaskLine = "task.line" (task title who due);
    TaskDone = "task.done" (tasks);
    TaskDoneBrief = "task.done_brief" (tasks);
    TaskDoneBefore = "task.done_before" (tasks);
    TaskReopened = "task.reopened" (tasks);
    TaskReopenedBrief = "task.reopened_brief" (tasks);
    TaskOpenBefore = "task.open_before" (tasks);
    TaskDeleted = "task.deleted" (tasks);
    TaskGone = "task.gone" (tasks);
    TaskShown = "task.shown" (task title who due state body);
    TaskIsOpen = "task.is_open" ();
    TaskIsDone = "task.is_done" ();
    TaskNone = "task.none" (of);
    TaskList = "task.list" (n of);
    More = "more" (n);

    NoteAdded = "note.added" (note who text);
    NoteAddedBrief = "note.added_brief" (note who);
    NoteLine = "note.line" (note day text);
    NoteNone = "note.none" (who);
    NoteList = "note.list" (n who);

    ContactCreated = "contact.created" (contact name phone email);
    ContactExists = "contact.exists" (contact name phone email);
    ContactNoted = "contact.noted" (contact name phone email);
    ContactShown = "contact.shown" (contact name company phone email tags);
    ContactLine = "contact.line" (contact name company phone);
    ContactNone = "contact.none" (query);
    ContactList = "contact.list" (n query);
    ContactOpenTasks = "contact.open_tasks" (n);

    TagAdded = "tag.added" (who tags new);
    TagAddedBrief = "tag.added_brief" (who tags);
    TagRemoved = "tag.removed" (who tags);
    TagRemovedBrief = "tag.removed_brief" (who tags);
    TagHad = "tag.had" (who tags);
    TagLacked = "tag.lacked" (who tags);

    LeadRegistered = "lead.registered" (name brand);
    LeadNoted = "lead.noted" (name);
    LeadPrompt = "lead.prompt" (brand);

    UndoDone = "undo.done" (text);
    UndoNothing = "undo.nothing" ();
    UndoChangedSince = "undo.changed_since" (text);
    UndoGone = "undo.gone" (text);
    UndoNotUndoable = "undo.not_undoable" (text);

    Me = "session.me" (name role phone);
    MeWithoutUser = "session.me_without_user" (name role phone);
    Stranger = "session.stranger" (phone);
    NothingMore = "session.nothing_more" ();
    NothingAsked = "session.nothing_asked" ();
    NotACommand = "session.not_a_command" ();
    Delayed = "session.delayed" ();
    Dropped = "session.dropped" ();
    CodeFailed = "session.code_failed" ();
    OptedOut = "session.opted_out" (brand);
    OptedIn = "session.opted_in" (brand);

    ProblemNear = "problem.near" (found near);
    ProblemExpected = "problem.expected" (found expected);
    ProblemMissing = "problem.missing" (expected);
    ProblemBare = "problem.bare" (found);
    ProblemEmpty = "problem.empty" ();
    ProblemTooMuch = "problem.too_much" ();
    ProblemExample = "problem.example" (example);
    ProblemHint = "problem.hint" ();
    NoTask = "problem.no_task" (task);
    NoTaskCalled = "problem.no_task_called" (title);
    NoLastTask = "problem.no_last_task" ();
    OpenTasks = "problem.open_tasks" (tasks number);
    NoOpenTasks = "problem.no_open_tasks" ();
    NoContact = "problem.no_contact" (query);
    NoContactAt = "problem.no_contact_at" (query);
    NoContactNear = "problem.no_contact_near" (query names);
    NoLastContact = "problem.no_last_contact" ();
    NoColleague = "problem.no_colleague" (name);
    NotAllowed = "problem.not_allowed" (command);
    NotYet = "problem.not_yet" (command);
    NoUser = "problem.no_user" ();
    Refused = "problem.refused" (reason);
    Review = "problem.review" (what);
    Expired = "problem.expired" (since);
    NotKept = "problem.not_kept" (what);
    FullWords = "problem.full_words" (command);

    AskNamed = "ask.named" (n query choices numbers);
    AskNear = "ask.near" (query choices numbers);
    AskWhich = "ask.which" (choices numbers);
    AskWhen = "ask.when" (choices numbers);
    AskLone = "ask.lone" (label);
    AskMeant = "ask.meant" (command);
    AskConfirm = "ask.confirm" (command);
    AskCode = "ask.code" (command code);
    AskChoice = "ask.choice" (number label);
    AskAgainChoice = "ask.again_choice" (numbers choices);
    AskAgainAgree = "ask.again_agree" ();
    AskAgainCode = "ask.again_code" ();

    CommandTaskCreate = "command.task_create" (title who due assignee);
    CommandTaskComplete = "command.task_complete" (tasks);
    CommandTaskReopen = "command.task_reopen" (tasks);
    CommandTaskDelete = "command.task_delete" (tasks);
    CommandTaskShow = "command.task_show" (tasks);
    CommandTaskList = "command.task_list" (who);
    CommandNoteCreate = "command.note_create" (who text);
    CommandNoteList = "command.note_list" (who);
    CommandContactCreate = "command.contact_create" (name);
    CommandContactFind = "command.contact_find" (query);
    CommandContactShow = "command.contact_show" (who);
    CommandTagAdd = "command.tag_add" (who tags);
    CommandTagRemove = "command.tag_remove" (who tags);
    CommandLeadRegister = "command.lead_register" (name);
    CommandHelp = "command.help" (topic);
    CommandWhoAmI = "command.whoami" ();
    CommandUndo = "command.undo" ();
    CommandMore = "command.more" ();
    CommandAnswer = "command.answer" ();

    WordOr = "words.or" ();
    WordMe = "words.me" ();
    WordNobody = "words.nobody" ();
    WordLastContact = "words.last_contact" ();
    WordLastTask = "words.last_task" ();

    HelpStaff = "help.staff" (brand);
    HelpLead = "help.lead" (brand);
}
