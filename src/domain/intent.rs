//! What a message asks for. The JSON of [`Intent`] is the contract of `fieldline parse --batch`.

use serde::{Deserialize, Serialize};

use super::{Details, Lang, ListWhen, Phone, Value, When};

/// One command. `do` names it in JSON; only slots that were given are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum Intent {
    /// A new task, about somebody or not.
    #[serde(rename = "task.create")]
    TaskCreate {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<When>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignee: Option<Assignee>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
    },
    /// Tasks are done.
    #[serde(rename = "task.complete")]
    TaskComplete { tasks: Vec<TaskRef> },
    /// Tasks are not done after all.
    #[serde(rename = "task.reopen")]
    TaskReopen { tasks: Vec<TaskRef> },
    /// Tasks shall disappear.
    #[serde(rename = "task.delete")]
    TaskDelete { tasks: Vec<TaskRef> },
    /// What a task says.
    #[serde(rename = "task.show")]
    TaskShow { tasks: Vec<TaskRef> },
    /// Tasks, by default the sender's open ones.
    #[serde(rename = "task.list")]
    TaskList {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignee: Option<Assignee>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<ListWhen>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<ListState>,
    },
    /// Another title or due date.
    #[serde(rename = "task.update")]
    TaskUpdate {
        task: TaskRef,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<When>,
    },
    /// Tasks become somebody's.
    #[serde(rename = "task.assign")]
    TaskAssign {
        tasks: Vec<TaskRef>,
        assignee: Assignee,
    },
    /// A note about somebody.
    #[serde(rename = "note.create")]
    NoteCreate { who: Who, text: String },
    /// Somebody's notes.
    #[serde(rename = "note.list")]
    NoteList { who: Who },
    /// Another text for a note, by its handle `n7`.
    #[serde(rename = "note.update")]
    NoteUpdate { note: u32, text: String },
    /// A note shall disappear.
    #[serde(rename = "note.delete")]
    NoteDelete { note: u32 },
    /// A new contact, by staff.
    #[serde(rename = "contact.create")]
    ContactCreate { details: Details },
    /// Other details of a contact; only what changes.
    #[serde(rename = "contact.update")]
    ContactUpdate { who: Who, details: Details },
    /// A contact shall disappear.
    #[serde(rename = "contact.delete")]
    ContactDelete { who: Who },
    /// Contacts that match free text.
    #[serde(rename = "contact.find")]
    ContactFind { query: String },
    /// One contact's card.
    #[serde(rename = "contact.show")]
    ContactShow { who: Who },
    /// Labels for somebody.
    #[serde(rename = "tag.add")]
    TagAdd { who: Who, tags: Vec<String> },
    /// Labels off somebody.
    #[serde(rename = "tag.remove")]
    TagRemove { who: Who, tags: Vec<String> },
    /// Appointments, by default the sender's coming ones.
    #[serde(rename = "appointment.list")]
    AppointmentList {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<ListWhen>,
    },
    /// A new appointment.
    #[serde(rename = "appointment.book")]
    AppointmentBook {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        /// `None` is asked for before anything runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<When>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<When>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calendar: Option<String>,
    },
    /// An appointment at another time.
    #[serde(rename = "appointment.move")]
    AppointmentMove {
        appointment: AppointmentRef,
        /// `None` is asked for before anything runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<When>,
    },
    /// An appointment does not take place.
    #[serde(rename = "appointment.cancel")]
    AppointmentCancel { appointment: AppointmentRef },
    /// Free times of a calendar.
    #[serde(rename = "slots.list")]
    SlotsList {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<ListWhen>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calendar: Option<String>,
    },
    /// Open opportunities.
    #[serde(rename = "opportunity.list")]
    OpportunityList {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
    },
    /// A new opportunity.
    #[serde(rename = "opportunity.create")]
    OpportunityCreate {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Value>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pipeline: Option<String>,
    },
    /// An opportunity, by its handle `o5`, in another stage.
    #[serde(rename = "opportunity.stage")]
    OpportunityStage { opportunity: u32, stage: String },
    /// An opportunity is won.
    #[serde(rename = "opportunity.won")]
    OpportunityWon { opportunity: u32 },
    /// An opportunity is lost.
    #[serde(rename = "opportunity.lost")]
    OpportunityLost {
        opportunity: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Into a workflow: cannot be observed, so it is confirmed.
    #[serde(rename = "workflow.add")]
    WorkflowAdd { who: Who, workflow: String },
    /// Out of a workflow.
    #[serde(rename = "workflow.remove")]
    WorkflowRemove { who: Who, workflow: String },
    /// Into a campaign: cannot be observed, so it is confirmed.
    #[serde(rename = "campaign.add")]
    CampaignAdd { who: Who, campaign: String },
    /// Out of a campaign; absent means all.
    #[serde(rename = "campaign.remove")]
    CampaignRemove {
        who: Who,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        campaign: Option<String>,
    },
    /// Colleagues follow a contact.
    #[serde(rename = "follower.add")]
    FollowerAdd { who: Who, users: Vec<Assignee> },
    /// Colleagues follow a contact no longer.
    #[serde(rename = "follower.remove")]
    FollowerRemove { who: Who, users: Vec<Assignee> },
    /// The people of a business.
    #[serde(rename = "business.contacts")]
    BusinessContacts { business: String },
    /// A text to a contact: outward, always confirmed.
    #[serde(rename = "message.send")]
    MessageSend { who: Who, text: String },
    /// What a day holds: tasks and appointments; today by default.
    #[serde(rename = "agenda")]
    Agenda {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<ListWhen>,
    },
    /// The language of the replies.
    #[serde(rename = "language")]
    Language { lang: Lang },
    /// A stranger's details.
    #[serde(rename = "lead.register")]
    LeadRegister {
        details: Details,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Of the keyword they texted, beside those every lead gets.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<String>,
    },
    /// How to use this.
    #[serde(rename = "help")]
    Help {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
    },
    /// Who the gateway thinks the sender is.
    #[serde(rename = "whoami")]
    WhoAmI,
    /// Take back the sender's last change.
    #[serde(rename = "undo")]
    Undo,
    /// The rest of the last list.
    #[serde(rename = "more")]
    More,
    /// An answer to the open question.
    #[serde(rename = "answer")]
    Answer(Answer),
}

/// An answer to an open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The numbered choice, from 1.
    Choice(u32),
    /// Agreed; the flag is always true.
    Yes(bool),
    /// Not agreed; the flag is always true.
    No(bool),
    /// The one-time code.
    Code(String),
}

/// A reference to a contact, as far as the text alone tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// A name as written.
    Name(String),
    /// A number.
    Phone(Phone),
    /// The last digits of a number, at least seven, as in `find 555-0142`.
    Digits(String),
    /// An address.
    Email(String),
    /// The handle `c12`.
    Contact(u32),
    /// The last contact spoken of; the flag is always true.
    Last(bool),
}

/// Whose task it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Assignee {
    /// The sender; the flag is always true.
    Me(bool),
    /// A colleague by name.
    Name(String),
}

/// A reference to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TaskRef {
    /// The handle number of `#42`.
    Handle(u32),
    /// Words of its title.
    Title { title: String },
    /// The last task spoken of; the flag is always true.
    Last { last: bool },
}

/// A reference to an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AppointmentRef {
    /// The handle number of `a3`.
    Handle(u32),
    /// The next one with somebody.
    With { who: Who },
    /// As it was described; never acted on without asking.
    Said {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<ListWhen>,
    },
}

/// How pressing a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

/// Which tasks by state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListState {
    Open,
    Done,
}

impl Intent {
    /// The name it has in JSON, in help and in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::TaskCreate { .. } => "task.create",
            Self::TaskComplete { .. } => "task.complete",
            Self::TaskReopen { .. } => "task.reopen",
            Self::TaskDelete { .. } => "task.delete",
            Self::TaskShow { .. } => "task.show",
            Self::TaskList { .. } => "task.list",
            Self::NoteCreate { .. } => "note.create",
            Self::NoteList { .. } => "note.list",
            Self::ContactCreate { .. } => "contact.create",
            Self::ContactFind { .. } => "contact.find",
            Self::ContactShow { .. } => "contact.show",
            Self::TagAdd { .. } => "tag.add",
            Self::TagRemove { .. } => "tag.remove",
            Self::TaskUpdate { .. } => "task.update",
            Self::TaskAssign { .. } => "task.assign",
            Self::NoteUpdate { .. } => "note.update",
            Self::NoteDelete { .. } => "note.delete",
            Self::ContactUpdate { .. } => "contact.update",
            Self::ContactDelete { .. } => "contact.delete",
            Self::AppointmentList { .. } => "appointment.list",
            Self::AppointmentBook { .. } => "appointment.book",
            Self::AppointmentMove { .. } => "appointment.move",
            Self::AppointmentCancel { .. } => "appointment.cancel",
            Self::SlotsList { .. } => "slots.list",
            Self::OpportunityList { .. } => "opportunity.list",
            Self::OpportunityCreate { .. } => "opportunity.create",
            Self::OpportunityStage { .. } => "opportunity.stage",
            Self::OpportunityWon { .. } => "opportunity.won",
            Self::OpportunityLost { .. } => "opportunity.lost",
            Self::WorkflowAdd { .. } => "workflow.add",
            Self::WorkflowRemove { .. } => "workflow.remove",
            Self::CampaignAdd { .. } => "campaign.add",
            Self::CampaignRemove { .. } => "campaign.remove",
            Self::FollowerAdd { .. } => "follower.add",
            Self::FollowerRemove { .. } => "follower.remove",
            Self::BusinessContacts { .. } => "business.contacts",
            Self::MessageSend { .. } => "message.send",
            Self::Agenda { .. } => "agenda",
            Self::Language { .. } => "language",
            Self::LeadRegister { .. } => "lead.register",
            Self::Help { .. } => "help",
            Self::WhoAmI => "whoami",
            Self::Undo => "undo",
            Self::More => "more",
            Self::Answer(_) => "answer",
        }
    }
}
