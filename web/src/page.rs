//! The page's side effects: what it asks the worker, and what it keeps the worker from ever being asked again.

use std::cell::Cell;
use std::rc::Rc;

use certlens::report::Format;
use certlens::span::Span;
use js_sys::JsString;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::copy::copied;
use crate::link::{Link, Message};
use crate::mask::{self, Masked};
use crate::message::{Question, Request, Response};
use crate::pairing::{Chosen, Terms};
use crate::state::{Action, Change, Inspected, Selection, State};
use crate::view::report::named;
use crate::wanted::Wanted;

/// Longest text that goes into the box, in UTF-16 units. Longer ones are held like files: no box lays them out in time.
pub(crate) const LONGEST_TEXT: u32 = 96 * 1024;

/// Largest file that is read, in bytes.
const LARGEST_FILE: f64 = 64.0 * 1024.0 * 1024.0;

/// Longest text that is taken as a file, in UTF-16 units, each of which is a byte or more.
const LARGEST_TEXT: u32 = 64 * 1024 * 1024;

/// What components may do.
#[derive(Clone)]
pub(crate) struct Page {
    /// As it was when the page was drawn: a handle of the reducer would always show the newest.
    pub(crate) state: Rc<State>,
    dispatcher: UseReducerDispatcher<State>,
    link: Rc<Handle>,
}

struct Handle {
    link: Link,
    /// The last number given to a mask. The first is drawn by lot, so that a mask that was copied into another page
    /// does not stand for another key there.
    last_mask: Cell<u32>,
    last_text: Cell<u32>,
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// Now, in seconds since 1970.
pub(crate) fn now() -> i64 {
    // A date is far inside what both can hold.
    #[expect(clippy::as_conversions, reason = "there is no checked way from a float to an integer")]
    let seconds = (js_sys::Date::now() / 1000.0) as i64;
    seconds
}

#[hook]
pub(crate) fn use_page() -> Page {
    let state = use_reducer(|| State::at(now()));
    let dispatcher = state.dispatcher();
    let link = use_memo((), move |()| {
        let link = Link::start(Callback::from(move |message| {
            dispatcher.dispatch(match message {
                Message::Inspected { generation, in_box, document } => {
                    Action::Inspected(Rc::new(Inspected { generation, in_box, document: *document }))
                }
                Message::Answered(Response::Described(details)) => Action::Described(Rc::new(*details)),
                Message::Answered(Response::Attached(files)) => Action::Change(Change::Attach(files)),
                Message::Answered(Response::Bytes { object, bytes }) => Action::Encoded { object, bytes },
                Message::Answered(Response::Traced { object, bytes, text }) => {
                    Action::Select(Some(Selection { object: Some(object), bytes, text }))
                }
                Message::Answered(Response::Located { object, bytes, span }) => {
                    Action::Located { object, bytes, span }
                }
                Message::Answered(Response::Reported(report)) => Action::Reported(Rc::new(report)),
                Message::Answered(Response::ReportToCopy(report)) => copied(&named(&report), &report.text),
                Message::Answered(Response::Pinned(pins)) => Action::Pinned(Rc::new(*pins)),
                Message::Answered(Response::Named(named)) => Action::Named(Rc::new(*named)),
                Message::Answered(Response::Paired(paired)) => Action::Paired(Rc::new(*paired)),
                Message::Answered(Response::Rows(rows)) => Action::Rows(Rc::new(rows)),
                Message::Answered(Response::Ready | Response::Part { .. }) => return,
                Message::Lost { reason } => Action::Lost(reason.into()),
            });
        }));
        Handle { link, last_mask: Cell::new(lot()), last_text: Cell::new(0) }
    });
    let page = Page { dispatcher: state.dispatcher(), state: Rc::new((*state).clone()), link };
    {
        let page = page.clone();
        use_effect_with(page.state.generation, move |_| page.ask());
    }
    {
        let page = page.clone();
        let answered = page.state.inspected.as_ref().map(|inspected| inspected.generation);
        use_effect_with((answered, page.state.terms.clone()), move |(answered, terms)| {
            if answered.is_some() {
                page.link.link.send(Request::Pair(terms.clone()));
            }
        });
    }
    page
}

/// A number from 1000 to 9999.
fn lot() -> u32 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the product is below 9000"
    )]
    let drawn = (js_sys::Math::random() * 9000.0) as u32;
    1000 + drawn
}

/// Why a file or folder was not taken.
pub(crate) fn not_read(name: &str, error: &JsValue) -> String {
    let why = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    let why = why.map(|why| format!(": {}", why.trim_end_matches('.'))).unwrap_or_default();
    format!(
        "`{name}` could not be read{why}. It may have been moved, or changed since it was chosen; and what is in a dropped folder is kept from a page that is opened from a disk. Choose it with Open files or Open a folder, or paste what is in it."
    )
}

impl Page {
    pub(crate) fn act(&self, action: Action) {
        self.dispatcher.dispatch(action);
    }

    /// A callback that does `action` to this page.
    pub(crate) fn on<T: 'static>(&self, action: impl Fn(&Self, T) + 'static) -> Callback<T> {
        let page = self.clone();
        Callback::from(move |event| action(&page, event))
    }

    /// Ends an inspection that takes longer than its reader will wait.
    pub(crate) fn stop(&self) {
        self.link.link.end("you ended it".to_owned());
    }

    fn ask(&self) {
        let state = &self.state;
        if state.is_blank() {
            self.link.link.forget();
        } else {
            let text = state.text.to_string();
            self.link.link.ask(Question { generation: state.generation, text, time: state.time });
        }
    }

    /// Takes every secret out of `text` before the text goes anywhere, and gives them to the worker.
    pub(crate) fn mask(&self, text: &str) -> Masked {
        self.leave_cleared();
        let mut masked = mask::mask(text, self.link.last_mask.get());
        for secret in &mut masked.secrets {
            self.link.last_mask.set(secret.number);
            let text = core::mem::take(&mut secret.text);
            let mask = Request::Mask { number: secret.number };
            self.link.link.send_with(mask, JsValue::from_str(&text));
        }
        masked
    }

    /// Holds a text that is too long for the box.
    pub(crate) fn attach_text(&self, text: JsString) {
        if text.length() > LARGEST_TEXT {
            let sentence = "The text is larger than 64 MB and was not read. Paste it in parts, or give it as a file to `certlens inspect` on the command line.";
            return self.act(Action::NotTaken(sentence.into()));
        }
        let number = self.link.last_text.get() + 1;
        self.link.last_text.set(number);
        self.attach(format!("pasted text {number}"), text.into());
    }

    /// Reads files in their turn, each under its path.
    pub(crate) fn open(&self, files: Vec<(String, web_sys::File)>) {
        let page = self.clone();
        spawn_local(async move {
            for (name, file) in files {
                page.open_one(name, &file).await;
            }
        });
    }

    async fn open_one(&self, name: String, file: &web_sys::File) {
        if file.size() > LARGEST_FILE {
            let sentence = format!(
                "`{name}` is larger than 64 MB and was not read. Cut it into parts, or give it to `certlens inspect` on the command line."
            );
            return self.act(Action::NotTaken(sentence.into()));
        }
        match JsFuture::from(file.array_buffer()).await {
            Ok(content) => self.attach(name, content),
            Err(error) => self.act(Action::NotTaken(not_read(&name, &error).into())),
        }
    }

    fn attach(&self, name: String, content: JsValue) {
        self.leave_cleared();
        self.link.link.send_with(Request::Attach { name }, content);
    }

    pub(crate) fn detach(&self, id: u32) {
        self.link.link.send(Request::Detach { id });
        self.act(Action::Change(Change::Detach(id)));
    }

    /// What was cleared can be undone until something new comes; then it is wiped.
    pub(crate) fn leave_cleared(&self) {
        if self.state.cleared.is_some() {
            self.link.link.wipe();
            self.act(Action::Forget);
        }
    }

    pub(crate) fn describe(&self, object: usize) {
        self.link.link.send(Request::Describe { object });
    }

    pub(crate) fn bytes(&self, object: usize) {
        self.link.link.send(Request::Bytes { object });
    }

    /// Chooses what these characters of the box or of a file encode, once all that is there is known.
    pub(crate) fn trace(&self, text: Span) {
        if !self.state.is_pending() {
            self.link.link.send(Request::Trace { text });
        }
    }

    pub(crate) fn rows(&self, source: usize, from: usize, count: usize) {
        self.link.link.send(Request::Rows { source, from, count });
    }

    pub(crate) fn find_row(&self, source: usize, offset: usize) {
        self.link.link.send(Request::Find { source, offset, count: 120 });
    }

    /// Chooses something, and has the characters looked up that encode it.
    pub(crate) fn select(&self, selection: Selection) {
        if let Selection { object: Some(object), bytes: Some(bytes), text: None } = selection {
            self.link.link.send(Request::Locate { object, bytes });
        }
        self.act(Action::Select(Some(selection)));
    }

    /// Chooses an object and everything of it that is in the paste.
    pub(crate) fn show(&self, id: usize) {
        if let Some(object) = self.state.inspected.as_ref().and_then(|answer| answer.document.objects.get(id))
        {
            self.act(Action::Show(Selection::of(object)));
        }
    }

    /// Has the pair that is shown judged with something else chosen.
    pub(crate) fn choose(&self, change: impl FnOnce(&mut Chosen)) {
        let Some(paired) = &self.state.paired else { return };
        let mut chosen = self.state.terms.chosen_of(paired);
        change(&mut chosen);
        self.act(Action::Judge(Terms { chosen: Some(chosen), ..self.state.terms.clone() }));
    }

    pub(crate) fn pins(&self, sought: String) {
        self.link.link.send(Request::Pins { text: self.state.text.to_string(), sought });
    }

    pub(crate) fn names(&self, asked: String) {
        self.link.link.send(Request::Names { asked });
    }

    /// Copies the report as its view has it, as soon as the worker has written it.
    pub(crate) fn copy_report(&self) {
        if self.state.inspected.is_some() {
            let Wanted { format, redacts: is_redacted, .. } = self.state.wanted;
            self.link.link.send(Request::ReportToCopy { format, is_redacted });
        }
    }

    /// Asks something else of the views.
    pub(crate) fn want(&self, change: impl FnOnce(&mut Wanted)) {
        let mut wanted = self.state.wanted.clone();
        change(&mut wanted);
        self.act(Action::Want(wanted));
    }

    pub(crate) fn report(&self, format: Format, is_redacted: bool) {
        self.link.link.send(Request::Report { format, is_redacted });
    }
}
