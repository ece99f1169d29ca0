//! The worker's side: the messages, and the loop that answers them.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// Grows with every request, so that the page can tell an answer that is late.
    pub(crate) generation: u32,
    pub(crate) text: String,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Response {
    /// Said once, when requests can be taken: what is posted before that is lost.
    Ready,
    Answer {
        generation: u32,
        characters: u32,
    },
}

/// Answers requests for as long as the worker lives.
pub(crate) fn serve(scope: DedicatedWorkerGlobalScope) {
    let replies = scope.clone();
    let on_message =
        Closure::<dyn Fn(MessageEvent)>::new(
            move |event: MessageEvent| match serde_wasm_bindgen::from_value(event.data()) {
                Ok(request) => post(&replies, &answer(request)),
                Err(error) => web_sys::console::error_1(&JsValue::from(error)),
            },
        );
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&scope, &Response::Ready);
}

fn answer(request: Request) -> Response {
    let characters = u32::try_from(request.text.chars().count()).unwrap_or(u32::MAX);
    Response::Answer { generation: request.generation, characters }
}

fn post(scope: &DedicatedWorkerGlobalScope, response: &Response) {
    let posted = serde_wasm_bindgen::to_value(response)
        .map_err(JsValue::from)
        .and_then(|message| scope.post_message(&message));
    if let Err(error) = posted {
        web_sys::console::error_1(&error);
    }
}
