//! The page's side of the worker: one question under way, the newest one waiting, all others forgotten.

use std::cell::RefCell;
use std::rc::Rc;

use certlens::report::document::InspectionDocument;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::Callback;

use crate::message::{Question, Request, Response, pack, unpack};

#[wasm_bindgen]
extern "C" {
    /// In `web/boot.js`, which alone may make a worker under the page's policy.
    #[wasm_bindgen(js_name = startWorker)]
    fn start_worker() -> Worker;
}

/// What comes back over the link.
pub(crate) enum Message {
    /// Any answer but to the question what there is.
    Answered(Response),
    /// Everything that was found. Only the newest question is answered.
    Inspected { generation: u32, in_box: Option<usize>, document: Box<InspectionDocument> },
    /// The worker has ended, and all that it held is gone; the next request starts another.
    Lost { reason: String },
}

/// A worker, started when first needed and again when it died.
#[derive(Clone)]
pub(crate) struct Link {
    line: Rc<RefCell<Line>>,
    on_message: Callback<Message>,
}

#[derive(Default)]
struct Line {
    worker: Option<Connected>,
    state: State,
    /// What was asked before the worker could hear it.
    queue: Vec<(Request, JsValue)>,
    waiting: Option<Question>,
    gathered: Option<InspectionDocument>,
}

/// The worker and the listeners that must live as long as it does.
struct Connected {
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Starting,
    Idle,
    Busy,
}

impl Link {
    pub(crate) fn start(on_message: Callback<Message>) -> Self {
        let link = Self { line: Rc::default(), on_message };
        link.connect();
        link
    }

    /// Asks as soon as the worker is free, unless a newer question comes before that.
    pub(crate) fn ask(&self, question: Question) {
        self.line.borrow_mut().waiting = Some(question);
        self.revive();
        self.send_waiting();
    }

    /// Forgets a question that waits.
    pub(crate) fn forget(&self) {
        self.line.borrow_mut().waiting = None;
    }

    /// Sends a request in its turn.
    pub(crate) fn send(&self, request: Request) {
        self.send_with(request, JsValue::UNDEFINED);
    }

    /// Sends a request, and what goes with it.
    pub(crate) fn send_with(&self, request: Request, with: JsValue) {
        self.revive();
        let mut line = self.line.borrow_mut();
        match line.state {
            State::Starting => line.queue.push((request, with)),
            State::Idle | State::Busy => line.post(&request, &with),
        }
    }

    /// Ends the worker, whatever it is at.
    pub(crate) fn end(&self, reason: String) {
        self.disconnect();
        self.on_message.emit(Message::Lost { reason });
    }

    /// Has everything wiped that the worker holds. One that is at work on it would hear of that too late.
    pub(crate) fn wipe(&self) {
        if self.line.borrow().state == State::Busy {
            self.disconnect();
            self.connect();
        } else {
            self.send(Request::Wipe);
        }
    }

    fn disconnect(&self) {
        let lost = core::mem::take(&mut *self.line.borrow_mut());
        if let Some(connected) = lost.worker {
            connected.worker.set_onmessage(None);
            connected.worker.terminate();
        }
    }

    fn revive(&self) {
        if self.line.borrow().worker.is_none() {
            self.connect();
        }
    }

    fn connect(&self) {
        let worker = start_worker();
        let link = self.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event| link.receive(&event));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let link = self.clone();
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            // Browsers keep back what they think is none of the page's business.
            let reason = Some(event.message()).filter(|reason| !reason.is_empty());
            link.end(reason.unwrap_or_else(|| "the browser ended it".to_owned()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        if let Err(error) = worker.post_message(&wasm_bindgen::module()) {
            web_sys::console::error_1(&error);
        }
        let mut line = self.line.borrow_mut();
        line.worker = Some(Connected { worker, _on_message: on_message, _on_error: on_error });
        line.state = State::Starting;
    }

    fn receive(&self, event: &MessageEvent) {
        match unpack(event.data()) {
            Ok((Response::Ready, _)) => self.open(),
            Ok((Response::Part { generation, in_box, part, is_last }, _)) => {
                self.gather(generation, in_box, *part, is_last);
            }
            Ok((response, _)) => self.on_message.emit(Message::Answered(response)),
            Err(error) => web_sys::console::error_1(&error),
        }
    }

    fn open(&self) {
        let mut line = self.line.borrow_mut();
        line.state = State::Idle;
        for (request, with) in core::mem::take(&mut line.queue) {
            line.post(&request, &with);
        }
        drop(line);
        self.send_waiting();
    }

    fn gather(&self, generation: u32, in_box: Option<usize>, part: InspectionDocument, is_last: bool) {
        let mut line = self.line.borrow_mut();
        match &mut line.gathered {
            Some(document) => append(document, part),
            None => line.gathered = Some(part),
        }
        if !is_last {
            return;
        }
        line.state = State::Idle;
        let document = line.gathered.take().filter(|_| line.waiting.is_none());
        drop(line);
        self.send_waiting();
        if let Some(document) = document {
            self.on_message.emit(Message::Inspected { generation, in_box, document: Box::new(document) });
        }
    }

    fn send_waiting(&self) {
        let mut line = self.line.borrow_mut();
        if line.state == State::Idle
            && let Some(question) = line.waiting.take()
        {
            line.post(&Request::Inspect(question), &JsValue::UNDEFINED);
            line.state = State::Busy;
        }
    }
}

impl Line {
    fn post(&self, request: &Request, with: &JsValue) {
        let Some(connected) = &self.worker else { return };
        let posted = pack(request, with).and_then(|message| connected.worker.post_message(&message));
        if let Err(error) = posted {
            web_sys::console::error_1(&error);
        }
    }
}

fn append(document: &mut InspectionDocument, part: InspectionDocument) {
    document.objects.extend(part.objects);
    document.manifests.extend(part.manifests);
    document.configuration.extend(part.configuration);
    document.relations.extend(part.relations);
    document.paths.extend(part.paths);
    document.findings.extend(part.findings);
}
