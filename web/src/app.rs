//! The page.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::link::{Link, Message};
use crate::worker::{Request, Response};

/// One box, and what the worker made of it.
#[component]
pub(crate) fn App() -> Html {
    let generation = use_mut_ref(|| 0_u32);
    let reply = use_state(|| "Nothing pasted yet.".to_owned());
    let link = {
        let reply = reply.clone();
        use_memo((), move |()| {
            Link::start(Callback::from(move |message| match message {
                Message::Answered(Response::Answer { characters, .. }) => {
                    reply.set(format!("The worker read {characters} characters."));
                }
                Message::Answered(Response::Ready) => {}
                Message::Failed { reason, .. } => reply.set(format!("The inspection stopped: {reason}")),
            }))
        })
    };
    let oninput = Callback::from(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        let mut generation = generation.borrow_mut();
        *generation = generation.wrapping_add(1);
        link.ask(Request { generation: *generation, text });
    });
    html! {
        <main>
            <h1>{ "Certlens" }</h1>
            <label for="input">{ "Certificates, keys and Kubernetes Secrets" }</label>
            <textarea id="input" spellcheck="false" autocomplete="off" {oninput} />
            <p id="reply" role="status" aria-live="polite">{ (*reply).clone() }</p>
        </main>
    }
}
