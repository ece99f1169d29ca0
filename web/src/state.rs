//! Everything the page knows, and how it changes.

use std::collections::HashMap;
use std::rc::Rc;

use certlens::describe::encoding::Encoding;
use certlens::report::document::{InspectionDocument, ObjectDocument};
use certlens::span::{ByteRange, Span};
use yew::{AttrValue, Reducible};

use crate::history::{Edit, History};
use crate::message::{Details, File, Named, Pins, Report, Rows};
use crate::pairing::{Paired, Terms};
use crate::wanted::Wanted;

/// What the page knows. No byte of a private key ever stands here: the text is masked before it comes.
#[derive(Clone, Default)]
pub(crate) struct State {
    /// What stands in the box.
    pub(crate) text: AttrValue,
    pub(crate) files: Vec<File>,
    /// The validation time, in seconds since 1970.
    pub(crate) time: i64,
    /// What the clock said when the page was opened, or last asked; the validation time unless another was chosen.
    pub(crate) present: i64,
    /// Grows whenever what is to be inspected changes.
    pub(crate) generation: u32,
    pub(crate) inspected: Option<Rc<Inspected>>,
    pub(crate) details: HashMap<usize, Rc<Details>>,
    pub(crate) encodings: HashMap<usize, Rc<Encoding>>,
    /// The object whose bytes are looked at.
    pub(crate) looked_at: Option<usize>,
    pub(crate) selection: Option<Selection>,
    /// Grows whenever a card is to be brought into sight.
    pub(crate) shown: u32,
    /// True from when something is put in until it is answered for.
    is_new: bool,
    /// How often what was put in has been answered for.
    pub(crate) landed: u32,
    pub(crate) rows: Rc<Rows>,
    pub(crate) notice: Option<Notice>,
    /// Why the worker died, until something is asked again.
    pub(crate) lost: Option<AttrValue>,
    pub(crate) tab: Tab,
    pub(crate) wanted: Wanted,
    /// Whether the list of shortcuts is shown.
    pub(crate) helps: bool,
    pub(crate) report: Option<Rc<Report>>,
    pub(crate) pins: Option<Rc<Pins>>,
    pub(crate) named: Option<Rc<Named>>,
    pub(crate) terms: Terms,
    pub(crate) paired: Option<Rc<Paired>>,
    history: History,
    /// The files that came with the last clearing, as long as it can be undone.
    pub(crate) cleared: Option<Vec<File>>,
}

/// An answer of the worker.
pub(crate) struct Inspected {
    pub(crate) generation: u32,
    /// Number of the source that the box is.
    pub(crate) in_box: Option<usize>,
    pub(crate) document: InspectionDocument,
}

/// What is chosen: an object, some bytes of it, some characters. All of it is marked wherever it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Selection {
    pub(crate) object: Option<usize>,
    pub(crate) bytes: Option<ByteRange>,
    pub(crate) text: Option<Span>,
}

impl Selection {
    /// An object, and its characters where it stands first.
    pub(crate) fn of(object: &ObjectDocument) -> Self {
        let origin = object.origins.first();
        let text = origin.map(|origin| Span::new(origin.source_index, origin.start, origin.end));
        Self { object: Some(object.id), bytes: None, text }
    }
}

/// One line that the page says about itself.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Notice {
    Copied(AttrValue),
    NothingChosen,
    Cleared,
    /// What could not be taken, a sentence each.
    NotTaken(Vec<AttrValue>),
}

/// The views of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tab {
    #[default]
    Inspect,
    Pair,
    Names,
    Pins,
    Timeline,
    Inventory,
    Report,
}

impl Tab {
    pub(crate) const ALL: [Self; 7] =
        [Self::Inspect, Self::Pair, Self::Names, Self::Pins, Self::Timeline, Self::Inventory, Self::Report];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Inspect => "Inspect",
            Self::Pair => "Pair",
            Self::Names => "Names",
            Self::Pins => "Pins",
            Self::Timeline => "Timeline",
            Self::Inventory => "Inventory",
            Self::Report => "Report",
        }
    }
}

/// A change of what is to be inspected.
pub(crate) enum Change {
    /// The text of the box, masked.
    Edit {
        text: AttrValue,
        how: Edit,
    },
    Attach(Vec<File>),
    Detach(u32),
    Clear,
    Undo,
    Redo,
    SetTime(i64),
    /// Back to what the clock says, which is this.
    Now(i64),
}

pub(crate) enum Action {
    Open(Tab),
    Want(Wanted),
    /// Shows the list of shortcuts, or hides it.
    Help,
    /// Closes what was opened over the others.
    Close,
    /// The object after the one chosen, or before it.
    Step(isize),
    Reported(Rc<Report>),
    Pinned(Rc<Pins>),
    Named(Rc<Named>),
    /// Judges the pair under other terms.
    Judge(Terms),
    Paired(Rc<Paired>),
    Change(Change),
    /// What was cleared is gone for good.
    Forget,
    Inspected(Rc<Inspected>),
    Described(Rc<Details>),
    Encoded {
        object: usize,
        bytes: Vec<u8>,
    },
    /// Shows the bytes of an object, or shows them no longer.
    Look {
        object: usize,
        is_open: bool,
    },
    Select(Option<Selection>),
    /// Selects an object and brings its card into sight.
    Show(Selection),
    Located {
        object: usize,
        bytes: ByteRange,
        span: Option<Span>,
    },
    Rows(Rc<Rows>),
    Notify(Option<Notice>),
    /// Something that was given could not be taken; the sentence says what and why.
    NotTaken(AttrValue),
    Lost(AttrValue),
    /// Has everything inspected again that is left.
    Restart,
}

impl State {
    pub(crate) fn at(time: i64) -> Self {
        Self { time, present: time, ..Self::default() }
    }

    /// True if there is nothing to inspect.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.files.is_empty()
    }

    /// True until the newest question is answered, or nobody is left who could.
    pub(crate) fn is_pending(&self) -> bool {
        !self.is_blank()
            && self.lost.is_none()
            && self.inspected.as_ref().is_none_or(|answer| answer.generation != self.generation)
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::Edit { text, how } => {
                self.is_new |= how != Edit::Typed;
                self.edit(text, how);
            }
            Change::Attach(files) => {
                self.is_new = true;
                self.files.extend(files);
            }
            Change::Detach(id) => self.files.retain(|file| file.id != id),
            Change::Clear if self.is_blank() => return,
            Change::Clear => self.clear(),
            Change::Undo => self.undo(),
            Change::Redo => self.redo(),
            Change::SetTime(time) => return self.judge_at(time),
            Change::Now(time) => {
                self.present = time;
                return self.judge_at(time);
            }
        }
        self.changed();
    }

    /// The objects stay as they are, so what is known and chosen of them does too.
    fn judge_at(&mut self, time: i64) {
        self.time = time;
        self.generation = self.generation.wrapping_add(1);
        self.lost = None;
        self.report = None;
    }

    fn changed(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.lost = None;
        self.details.clear();
        self.encodings.clear();
        self.looked_at = None;
        self.report = None;
        self.pins = None;
        self.named = None;
        self.rows = Rc::default();
        self.selection = None;
        if self.is_blank() {
            self.is_new = false;
            self.inspected = None;
            self.paired = None;
            self.terms.chosen = None;
            self.wanted = self.wanted.kept();
        }
    }

    fn edit(&mut self, text: AttrValue, how: Edit) {
        let before = core::mem::replace(&mut self.text, text);
        // The sides of another pair may have the same titles.
        if how == Edit::Replaced && !before.trim().is_empty() {
            self.terms.chosen = None;
        }
        self.history.leave(before, how);
    }

    fn clear(&mut self) {
        self.history.leave(core::mem::take(&mut self.text), Edit::Put);
        self.cleared = Some(core::mem::take(&mut self.files));
        self.notice = Some(Notice::Cleared);
    }

    fn undo(&mut self) {
        let Some(text) = self.history.undo(&self.text) else { return };
        self.text = text;
        if let Some(files) = self.cleared.take() {
            self.files = files;
            self.history.settle();
            self.notice = None;
        }
    }

    fn redo(&mut self) {
        if let Some(text) = self.history.redo(&self.text) {
            self.text = text;
        }
    }

    fn step(&mut self, step: isize) {
        let Some(inspected) = &self.inspected else { return };
        let objects = &inspected.document.objects;
        let next = match self.selection.and_then(|selection| selection.object) {
            Some(chosen) => chosen.saturating_add_signed(step),
            None => 0,
        };
        let Some(object) = objects.get(next) else { return };
        self.selection = Some(Selection::of(object));
        self.shown = self.shown.wrapping_add(1);
    }

    fn judged(&mut self, paired: Rc<Paired>) {
        // What was chosen among others is not to come back when there are some of the same titles.
        let chosen = self.terms.chosen.take();
        self.terms.chosen = chosen.filter(|chosen| chosen.among == paired.candidates);
        self.paired = Some(paired);
    }

    /// Closes one thing, the uppermost first.
    fn close(&mut self) {
        if core::mem::take(&mut self.helps)
            || self.wanted.cell.take().is_some()
            || self.wanted.stack.take().is_some()
        {
            return;
        }
        self.selection = None;
    }

    /// One more sentence beside those that nobody has closed yet.
    fn not_taken(&mut self, sentence: AttrValue) {
        match &mut self.notice {
            Some(Notice::NotTaken(sentences)) => sentences.push(sentence),
            notice => *notice = Some(Notice::NotTaken(vec![sentence])),
        }
    }

    /// The worker wiped what it held, so no mask may come back.
    fn forget(&mut self) {
        self.history = History::default();
        self.cleared = None;
        if self.notice == Some(Notice::Cleared) {
            self.notice = None;
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Change(change) => state.change(change),
            Action::Forget => state.forget(),
            Action::Inspected(answer) if answer.generation == state.generation => {
                state.inspected = Some(answer);
                state.landed += u32::from(core::mem::take(&mut state.is_new));
            }
            Action::Inspected(_) => {}
            Action::Described(details) => {
                state.details.insert(details.object, details);
            }
            Action::Encoded { object, bytes } => {
                if state.encodings.get(&object).is_none_or(|known| known.bytes != bytes) {
                    state.encodings.insert(object, Rc::new(Encoding::read(bytes)));
                }
            }
            Action::Look { object, is_open: true } => state.looked_at = Some(object),
            Action::Look { object, is_open: false } => {
                state.looked_at = state.looked_at.filter(|looked_at| *looked_at != object);
            }
            Action::Select(selection) => state.selection = selection,
            Action::Open(tab) => state.tab = tab,
            Action::Want(wanted) => state.wanted = wanted,
            Action::Help => state.helps = !state.helps,
            Action::Close => state.close(),
            Action::Step(step) => state.step(step),
            Action::Reported(report) => state.report = Some(report),
            Action::Pinned(pins) => state.pins = Some(pins),
            Action::Named(named) => state.named = Some(named),
            Action::Judge(terms) => state.terms = terms,
            Action::Paired(paired) => state.judged(paired),
            Action::Show(selection) => {
                if state.tab != Tab::Inventory {
                    state.tab = Tab::Inspect;
                }
                state.selection = Some(selection);
                state.shown = state.shown.wrapping_add(1);
            }
            Action::Located { object, bytes, span } => {
                if let Some(selection) = &mut state.selection
                    && (selection.object, selection.bytes) == (Some(object), Some(bytes))
                {
                    selection.text = span;
                }
            }
            Action::Rows(rows) => state.rows = rows,
            Action::Notify(notice) => state.notice = notice,
            Action::NotTaken(sentence) => state.not_taken(sentence),
            Action::Lost(reason) => {
                state.files.clear();
                state.forget();
                state.lost = Some(reason);
            }
            Action::Restart => state.changed(),
        }
        state.into()
    }
}
