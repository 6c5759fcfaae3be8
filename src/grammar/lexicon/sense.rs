//! What a word can mean, whatever the language. The keys are those of the packs' TOML.

/// An enum whose variants have a key in the packs.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its key in a pack.
            pub(crate) fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The value with this key.
            pub(crate) fn of(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }
    };
}

keyed! {
    /// What is to be done.
    Verb {
        Add = "add",
        Done = "done",
        Reopen = "reopen",
        Delete = "delete",
        Show = "show",
        /// Begins a question that a list answers: "what are", "do i have any".
        Ask = "ask",
        Find = "find",
        Who = "who",
        Tag = "tag",
        Untag = "untag",
        Remind = "remind",
        /// The same where the verb says "me", too: ricordami.
        RemindMe = "remind_me",
        Assign = "assign",
        Edit = "edit",
        Mark = "mark",
        Move = "move",
        Book = "book",
        Cancel = "cancel",
        Enroll = "enroll",
        Unenroll = "unenroll",
        Follow = "follow",
        Unfollow = "unfollow",
        Send = "send",
        Won = "won",
        Lost = "lost",
        Merge = "merge",
        /// Whose people: "contacts at".
        PeopleAt = "people_at",
        Agenda = "agenda",
        Language = "language",
        Help = "help",
        More = "more",
        Undo = "undo",
        WhoAmI = "whoami",
        /// Everyday verbs that begin a task only after a question: call, meet …
        Bare = "bare",
    }
}

keyed! {
    /// What it is done to.
    Noun {
        Task = "task",
        Tasks = "tasks",
        Note = "note",
        Notes = "notes",
        Contact = "contact",
        Contacts = "contacts",
        Tag = "tag",
        Appointment = "appointment",
        Appointments = "appointments",
        Opportunity = "opportunity",
        Opportunities = "opportunities",
        Workflow = "workflow",
        Campaign = "campaign",
        Campaigns = "campaigns",
        Calendar = "calendar",
        Slots = "slots",
    }
}

keyed! {
    /// Small words that connect.
    Link {
        For = "for",
        With = "with",
        About = "about",
        To = "to",
        On = "on",
        In = "in",
        From = "from",
        As = "as",
        And = "and",
        Of = "of",
        That = "that",
        Article = "article",
        My = "my",
        Me = "me",
        Us = "us",
        All = "all",
        /// The contact or task last spoken of.
        Last = "last",
        /// "the" and "this": what is there already.
        The = "the",
        /// "named", "called"
        Named = "named",
        /// him, her, them
        Them = "them",
        It = "it",
        Is = "is",
        /// Before what is not meant: "not friday", "all but friday".
        Not = "not",
        /// Begins a condition.
        If = "if",
        /// Ends such a question: "what tasks do i have".
        Have = "have",
        /// Before the number of something: number 42, no. 42.
        Number = "number",
    }
}

keyed! {
    /// Words without weight at the ends of a message, and answers.
    Talk {
        Greeting = "greeting",
        /// One may stand before a command: "ok, task …".
        Interjection = "interjection",
        Please = "please",
        Thanks = "thanks",
        Yes = "yes",
        /// May stand beside a yes without changing it.
        YesFiller = "yes_filler",
        No = "no",
        /// Before an answer: option 2, number 2, code 4821.
        Option = "option",
        /// Begins a question: how, what, when.
        Question = "question",
        /// After an ordinal: the second one.
        One = "one",
        /// The last of the choices, and the first.
        Last = "last",
        Top = "top",
        Stop = "stop",
        Start = "start",
        /// Only while nothing is asked: `yes` opts in.
        WeakStart = "weak_start",
        Info = "info",
        /// Begins or holds a natural opt-out.
        StopPattern = "stop_pattern",
        /// May stand around a natural opt-out.
        StopFiller = "stop_filler",
        /// Before "thanks" where that is what the text tells: "she said thanks".
        BeforeThanks = "before_thanks",
    }
}

keyed! {
    /// Words of lists and tasks.
    Filter {
        Open = "open",
        Done = "done",
        Overdue = "overdue",
        Week = "week",
        Low = "low",
        Normal = "normal",
        High = "high",
        Urgent = "urgent",
        /// `priority` after or before one of the four.
        Priority = "priority",
    }
}

keyed! {
    /// Words anywhere in a request that tell what it is about.
    Gist {
        Add = "add",
        Remove = "remove",
        Move = "move",
        Done = "done",
        Ask = "ask",
        Calendar = "calendar",
        Tasks = "tasks",
        Contacts = "contacts",
        /// Whatever is written on: a shopping list.
        List = "list",
        Remind = "remind",
        /// Kinds of events: lunch, birthday.
        Event = "event",
        /// What there is to do, appointments included.
        Agenda = "agenda",
        /// How somebody is reached.
        Reach = "reach",
        /// Verbs of what is attended, whatever it is: schedule, meet.
        Plan = "plan",
        /// Asks when or where something is that there is an event word for.
        When = "when",
        /// Phrases that hide a telling word: "routing number" is nobody's.
        Else = "else",
        /// Before the request itself: "how do i".
        Skip = "skip",
        Help = "help",
    }
}

keyed! {
    /// Names of a contact's fields.
    Field {
        Name = "name",
        FirstName = "first_name",
        LastName = "last_name",
        Phone = "phone",
        Email = "email",
        Company = "company",
        Title = "title",
        Address = "address",
        City = "city",
        State = "state",
        PostalCode = "postal_code",
        Country = "country",
        Website = "website",
        /// Fields of tasks and opportunities.
        Due = "due",
        Stage = "stage",
        Pipeline = "pipeline",
    }
}

keyed! {
    /// Units of time.
    Unit {
        Second = "second",
        Minute = "minute",
        Hour = "hour",
        Day = "day",
        BusinessDay = "business_day",
        Week = "week",
        Fortnight = "fortnight",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
        Weekend = "weekend",
    }
}

keyed! {
    /// Parts of a day.
    Part {
        Morning = "morning",
        Noon = "noon",
        Afternoon = "afternoon",
        Evening = "evening",
        Night = "night",
        Midnight = "midnight",
        EndOfDay = "end_of_day",
    }
}

keyed! {
    /// The grammar of dates and times.
    Cue {
        On = "on",
        At = "at",
        By = "by",
        Before = "before",
        After = "after",
        Until = "until",
        From = "from",
        /// Before the first and the second of two times: from 3 to 4, between 3 and 4.
        RangeFrom = "range_from",
        RangeTo = "range_to",
        In = "in",
        Around = "around",
        This = "this",
        /// Before the word: "übernächsten".
        NextButOne = "next_but_one",
        Next = "next",
        Last = "last",
        /// The same standing behind: viernes próximo.
        ThisAfter = "this_after",
        NextAfter = "next_after",
        LastAfter = "last_after",
        /// The one behind the next: "week after next".
        AfterNext = "after_next",
        /// Behind a weekday, one week or two after the coming one: lundi en huit, lundi en quinze.
        WeekLater = "week_later",
        FortnightLater = "fortnight_later",
        Ago = "ago",
        AgoFirst = "ago_first",
        Hence = "hence",
        Earlier = "earlier",
        Half = "half",
        HalfBefore = "half_before",
        /// The same for the quarters: viertel acht, dreiviertel acht.
        QuarterBefore = "quarter_before",
        ThreeQuartersBefore = "three_quarters_before",
        QuarterHour = "quarter_hour",
        Past = "past",
        To = "to",
        /// Behind the hour: tres menos diez.
        Less = "less",
        Oclock = "oclock",
        /// Before the number of a day of the month: le 15, el 15, dia 15.
        DayMark = "day_mark",
        HourMark = "hour_mark",
        Am = "am",
        Pm = "pm",
        Start = "start",
        Middle = "middle",
        End = "end",
        Every = "every",
        And = "and",
        Or = "or",
        Of = "of",
        The = "the",
        A = "a",
        /// Between a number and its unit: "2 more minutes".
        More = "more",
        /// Instead of a number: "in several hours".
        Vague = "vague",
        /// Behind a year: of the Buddhist era, of ours, before ours.
        BuddhistEra = "buddhist_era",
        CommonEra = "common_era",
        BeforeEra = "before_era",
        Now = "now",
        /// Glued to a number: 3ish.
        AboutMark = "about_mark",
        /// In two hours' time.
        Time = "time",
        /// How a choice without date is called.
        NoDate = "no_date",
        OrdinalMark = "ordinal_mark",
    }
}

/// One meaning of a word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sense {
    Verb(Verb),
    Noun(Noun),
    Link(Link),
    Talk(Talk),
    Filter(Filter),
    Field(Field),
    Gist(Gist),
    Cue(Cue),
    Unit(Unit),
    Part(Part),
    /// 1 = Monday.
    Weekday(u8),
    /// A weekday and a part of it in one word.
    WeekdayPart(u8, Part),
    /// 1 = January.
    Month(u8),
    /// Days from today, and the part of that day the word implies (tonight).
    Day(i8, Option<Part>),
    Number(u32),
    /// A length of so many minutes in a word: Viertelstunde, mezz'ora.
    Minutes(u16),
    /// A word that is heard for a number: "for", "too". Never taken for one, only asked about.
    Sounds(u32),
    Ordinal(u8),
    /// An index into the lexicon's zones.
    Zone(u16),
    /// An index into the lexicon's languages.
    Language(u16),
    /// Thousands or millions behind an amount, as a power of ten.
    Magnitude(u8),
    /// A currency's name or sign.
    Money,
    /// An index into the lexicon's holidays.
    Holiday(u16),
    /// A tag of the operator's, an index into the lexicon's tags.
    Tag(u16),
}

/// How near a word is to the one the packs want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Quality {
    /// The canonical word.
    Exact,
    /// Another word for it, or a listed misspelling.
    Alias,
    /// A guess.
    Corrected,
}

/// A meaning with the languages it is one in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) sense: Sense,
    /// One bit for each pack.
    pub(crate) langs: u32,
    pub(crate) quality: Quality,
}

/// Whether one phrase must not have both senses.
pub(super) fn clash(one: Sense, other: Sense) -> bool {
    matches!(
        (one, other),
        (Sense::Verb(_), Sense::Verb(_))
            | (Sense::Noun(_), Sense::Noun(_))
            | (Sense::Filter(_), Sense::Filter(_))
            | (Sense::Field(_), Sense::Field(_))
            | (Sense::Unit(_), Sense::Unit(_))
            | (Sense::Weekday(_), Sense::Weekday(_))
            | (Sense::Month(_), Sense::Month(_))
            | (Sense::Number(_), Sense::Number(_))
            | (Sense::Ordinal(_), Sense::Ordinal(_))
            | (Sense::Day(..), Sense::Day(..))
            | (Sense::Part(_), Sense::Part(_))
            | (Sense::Zone(_), Sense::Zone(_))
            | (Sense::Holiday(_), Sense::Holiday(_))
    )
}

/// Whether it is a meaning of dates and times.
pub(crate) fn is_temporal(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Cue(_)
            | Sense::Unit(_)
            | Sense::Part(_)
            | Sense::Weekday(_)
            | Sense::WeekdayPart(..)
            | Sense::Month(_)
            | Sense::Day(..)
            | Sense::Number(_)
            | Sense::Minutes(_)
            | Sense::Ordinal(_)
            | Sense::Zone(_)
            | Sense::Holiday(_)
    )
}
