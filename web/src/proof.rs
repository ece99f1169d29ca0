//! The proof that nothing leaves: what was requested since the page loaded, and attempts to leak that the browser refuses.

use js_sys::Promise;
use serde::Deserialize;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::icon::{Drawn, Icon};

#[wasm_bindgen]
extern "C" {
    /// In `web/leak.js`: calls back with the number of requests made since the page stood.
    #[wasm_bindgen(js_name = watchRequests)]
    fn watch_requests(told: &js_sys::Function);
    /// In `web/leak.js`: tries every way, and resolves to a list of `Attempt`.
    #[wasm_bindgen(js_name = tryToLeak)]
    fn try_to_leak() -> Promise;
}

/// One way by which a page could tell another host something.
#[derive(Clone, PartialEq, Eq, Deserialize)]
struct Attempt {
    way: String,
    refused: bool,
}

#[component]
pub(crate) fn Proof() -> Html {
    let requests = use_state_eq(|| 0_u32);
    let attempts = use_state_eq(Vec::<Attempt>::new);
    {
        let requests = requests.clone();
        use_effect_with((), move |()| {
            let told = Closure::<dyn Fn(u32)>::new(move |count| requests.set(count));
            watch_requests(wasm_bindgen::JsCast::unchecked_ref(told.as_ref()));
            // The page is watched for as long as it stands.
            told.forget();
        });
    }
    let onclick = {
        let attempts = attempts.clone();
        Callback::from(move |_: MouseEvent| {
            let attempts = attempts.clone();
            spawn_local(async move {
                match JsFuture::from(try_to_leak()).await.map(serde_wasm_bindgen::from_value) {
                    Ok(Ok(tried)) => attempts.set(tried),
                    Ok(Err(error)) => web_sys::console::error_1(&error.into()),
                    Err(error) => web_sys::console::error_1(&error),
                }
            });
        })
    };
    html! {
        <section class="proof" aria-labelledby="proof-title">
            <h2 id="proof-title"><Drawn icon={Icon::Shield} />{ format!(" Network requests since load: {}", *requests) }</h2>
            <p>{ "Try to send something to another host, in every way that the policy of this page covers: " }
                <button type="button" class="button" {onclick}>{ "Try to leak" }</button></p>
            if !attempts.is_empty() {
                <ul class="attempts" role="status">
                    { for attempts.iter().map(|attempt| html! {
                        <li class={if attempt.refused { "state pass" } else { "state error" }}>
                            <Drawn icon={if attempt.refused { Icon::Pass } else { Icon::Fail }} />
                            { format!("{}: {}", attempt.way, if attempt.refused { "refused" } else { "not refused" }) }
                        </li>
                    }) }
                </ul>
            }
            <p class="absent">{ "Two ways are outside of every such policy: following a link to another page, and WebRTC. Nothing here does either. The single file works with the network unplugged, and allows no connection at all." }</p>
        </section>
    }
}
