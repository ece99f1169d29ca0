//! The proof that nothing leaves: what was requested since the page loaded, and attempts to leak that the browser refuses.

use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::copy::Copy;
use crate::icon::{Drawn, Icon};
use crate::page::Page;

#[wasm_bindgen]
extern "C" {
    /// In `web/leak.js`: calls back with the number of requests made since the page stood.
    #[wasm_bindgen(js_name = watchRequests)]
    fn watch_requests(told: &js_sys::Function);
    /// In `web/leak.js`: tries every way, and resolves to a list of `Tried`.
    #[wasm_bindgen(js_name = tryToLeak)]
    fn try_to_leak() -> Promise;
    type Tried;
    #[wasm_bindgen(method, getter)]
    fn way(this: &Tried) -> String;
    #[wasm_bindgen(method, getter)]
    fn refused(this: &Tried) -> bool;
}

/// One way by which a page could tell another host something.
#[derive(Clone, PartialEq, Eq)]
struct Attempt {
    way: String,
    refused: bool,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Proof(Props { page }: &Props) -> Html {
    let requests = use_state_eq(|| 0_u32);
    let attempts = use_state_eq(Vec::<Attempt>::new);
    {
        let requests = requests.clone();
        use_effect_with((), move |()| {
            let told = Closure::<dyn Fn(u32)>::new(move |count| requests.set(count));
            watch_requests(told.as_ref().unchecked_ref());
            // The page is watched for as long as it stands.
            told.forget();
        });
    }
    let onclick = {
        let attempts = attempts.clone();
        Callback::from(move |_: MouseEvent| {
            let attempts = attempts.clone();
            spawn_local(async move {
                match JsFuture::from(try_to_leak()).await {
                    Ok(list) => attempts.set(Array::from(&list).iter().map(attempt).collect()),
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
                <ul class="attempts" role="status">{ for attempts.iter().map(line) }</ul>
            }
            <p class="absent">{ "Two ways are outside of every such policy: following a link to another page, and WebRTC. Nothing here does either. The single file works with the network unplugged, and allows no connection at all." }</p>
            if let Some(policy) = meta("meta[http-equiv='Content-Security-Policy']") {
                <details>
                    <summary>{ "The policy, as it stands in the source of this page" }</summary>
                    <ul class="policy">{ for policy.split("; ").map(|rule| html! { <li><code>{ rule.to_owned() }</code></li> }) }</ul>
                </details>
            }
            if let Some(digest) = meta("meta[name='single-file']") {
                { download(page, digest) }
            }
        </section>
    }
}

fn attempt(tried: JsValue) -> Attempt {
    let tried: Tried = tried.unchecked_into();
    Attempt { way: tried.way(), refused: tried.refused() }
}

fn line(attempt: &Attempt) -> Html {
    let (class, icon, word) = match attempt.refused {
        true => ("state pass", Icon::Pass, "refused"),
        false => ("state error", Icon::Fail, "not refused"),
    };
    html! { <li {class}><Drawn {icon} />{ format!("{}: {word}", attempt.way) }</li> }
}

/// Only the site has the single file beside it.
fn download(page: &Page, digest: String) -> Html {
    html! {
        <div class="download">
            <p><a class="button" href="certlens.html" download="certlens.html"><Drawn icon={Icon::File} />{ "Download this page as one file" }</a>
                { " It needs no network and no server: open it from a disk, on a machine that has neither. The same source gives the same bytes, so that anyone can build it and compare; " }
                <code>{ "sha256sum certlens.html" }</code>{ " must say" }</p>
            <p><code class="digest">{ &digest }</code><Copy page={page.clone()} what="the SHA-256 of certlens.html" text={digest} /></p>
        </div>
    }
}

/// The content of a `meta` element of the page.
fn meta(selector: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok()??.get_attribute("content")
}
