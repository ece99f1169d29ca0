//! The page's side of the worker: one request under way, the newest one waiting, all others forgotten.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::Callback;

use crate::worker::{Request, Response};

#[wasm_bindgen]
extern "C" {
    /// In `web/boot.js`, which alone may make a worker under the page's policy.
    #[wasm_bindgen(js_name = startWorker)]
    fn start_worker() -> Worker;
}

/// What comes back over the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Message {
    Answered(Response),
    /// The worker died of the request of this generation; the next request starts another.
    Failed {
        generation: Option<u32>,
        reason: String,
    },
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
    waiting: Option<Request>,
}

/// The worker and the listeners that must live as long as it does.
struct Connected {
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Starting,
    Idle,
    Busy {
        generation: u32,
    },
}

impl Link {
    pub(crate) fn start(on_message: Callback<Message>) -> Self {
        let link = Self { line: Rc::default(), on_message };
        link.connect();
        link
    }

    /// Asks as soon as the worker is free, unless a newer request comes before that.
    pub(crate) fn ask(&self, request: Request) {
        self.line.borrow_mut().waiting = Some(request);
        if self.line.borrow().worker.is_none() {
            self.connect();
        }
        self.send_waiting();
    }

    fn connect(&self) {
        let worker = start_worker();
        let link = self.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event| link.receive(&event));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let link = self.clone();
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event| link.lose(&event));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        if let Err(error) = worker.post_message(&wasm_bindgen::module()) {
            web_sys::console::error_1(&error);
        }
        let mut line = self.line.borrow_mut();
        line.worker = Some(Connected { worker, _on_message: on_message, _on_error: on_error });
        line.state = State::Starting;
    }

    fn receive(&self, event: &MessageEvent) {
        let response = match serde_wasm_bindgen::from_value::<Response>(event.data()) {
            Ok(response) => response,
            Err(error) => return web_sys::console::error_1(&JsValue::from(error)),
        };
        self.line.borrow_mut().state = State::Idle;
        self.send_waiting();
        if response != Response::Ready {
            self.on_message.emit(Message::Answered(response));
        }
    }

    fn lose(&self, event: &ErrorEvent) {
        let (lost, state) = {
            let mut line = self.line.borrow_mut();
            (line.worker.take(), std::mem::take(&mut line.state))
        };
        if let Some(connected) = lost {
            connected.worker.terminate();
        }
        let generation = match state {
            State::Busy { generation } => Some(generation),
            State::Starting | State::Idle => None,
        };
        self.on_message.emit(Message::Failed { generation, reason: event.message() });
    }

    fn send_waiting(&self) {
        let mut line = self.line.borrow_mut();
        let State::Idle = line.state else { return };
        let Some(request) = line.waiting.take() else { return };
        let Some(connected) = &line.worker else { return };
        let posted = serde_wasm_bindgen::to_value(&request)
            .map_err(JsValue::from)
            .and_then(|message| connected.worker.post_message(&message));
        match posted {
            Ok(()) => line.state = State::Busy { generation: request.generation },
            Err(error) => web_sys::console::error_1(&error),
        }
    }
}
