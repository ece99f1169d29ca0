//! The page: the input beside what came of it.

use web_sys::{Event, HtmlTextAreaElement};
use yew::prelude::*;

use crate::answers::Answers;
use crate::catalogue::Catalogue;
use crate::choice::{self, Choice};
use crate::clock::Away;
use crate::drop_zone::DropZone;
use crate::editor::{self, Editor};
use crate::example::{Secret, example};
use crate::files::Files;
use crate::help::Help;
use crate::icon::{Drawn, Icon};
use crate::key_help::KeyHelp;
use crate::listen::{is_in_field, use_document_event};
use crate::notice::Notices;
use crate::page::{Page, use_page};
use crate::proof::Proof;
use crate::shell::Shell;
use crate::shortcut::{self, Key};
use crate::state::{Action, Change};
use crate::summary::Summary;
use crate::tabs::Tabs;
use crate::theme::ThemeSwitch;
use crate::update::Update;
use crate::view::pair::verdict::PairVerdict;
use crate::welcome::Welcome;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shell: Shell,
}

#[component]
pub(crate) fn App(Props { shell }: &Props) -> Html {
    let page = use_page();
    let area = use_node_ref();
    {
        let page = page.clone();
        let area = area.clone();
        use_effect_with(shell.clone(), move |shell| {
            if let (Some(own), Some(early)) = (area.cast(), &shell.area) {
                editor::take_over(&page, &own, early);
            }
            if shell.is_in_box {
                shortcut::focus(&area);
            }
        });
    }
    let paste = {
        let area = area.clone();
        use_callback(page.clone(), move |event: Event, page| {
            if !is_in_field(&event)
                && let Some(area) = area.cast::<HtmlTextAreaElement>()
            {
                editor::paste(page, &area, &event);
            }
        })
    };
    use_document_event("paste", paste);
    let helps = use_state_eq(|| false);
    let on_help = {
        let helps = helps.clone();
        Callback::from(move |_: MouseEvent| helps.set(!*helps))
    };
    let keys = {
        let area = area.clone();
        let helps = helps.clone();
        use_callback((page.clone(), *helps), move |event: Event, (page, is_helping)| {
            if let Some(key) = shortcut::asked(&event) {
                event.prevent_default();
                match key {
                    Key::Box => shortcut::focus(&area),
                    Key::Leave => shortcut::leave(&area),
                    Key::Act(action) => page.act(action),
                    Key::Help => helps.set(!is_helping),
                    Key::Copy => choice::copy(page),
                    Key::Report => page.copy_report(),
                }
            }
        })
    };
    use_document_event("keydown", keys);
    let on_example = page.on(load);
    html! {
        <>
            <header class="bar">
                <h1>{ "Certlens" }</h1>
                <p>{ "certificates, keys and Kubernetes Secrets, read in this page alone" }</p>
                <a class="button quiet" href="#rules">{ "Rules" }</a>
                <button type="button" class="button quiet" aria-expanded={helps.to_string()} onclick={on_help.clone()}>{ "Shortcuts" }</button>
                <ThemeSwitch />
            </header>
            <main class={(!page.state.is_blank()).then_some("has-results")}>
                { input(&page, &area) }
                <div class="output">
                    if page.state.is_blank() {
                        if let Some(element) = &shell.welcome {
                            <Welcome element={element.clone()} {on_example} />
                        }
                    } else {
                        <PairVerdict page={page.clone()} />
                        <Summary page={page.clone()} />
                        <Away page={page.clone()} />
                        if page.state.inspected.is_some() {
                            <Answers page={page.clone()} />
                            <Tabs page={page.clone()} />
                        }
                    }
                </div>
            </main>
            if *helps {
                <Help on_close={on_help} />
            }
            <footer class="foot"><Update /><Proof page={page.clone()} /></footer>
            <Notices page={page.clone()} />
            <Catalogue />
            <DropZone {page} />
        </>
    }
}

fn input(page: &Page, area: &NodeRef) -> Html {
    let clear = page.on(|page, _: MouseEvent| page.act(Action::Change(Change::Clear)));
    let masked = page.state.masked;
    html! {
        <section class="input" aria-labelledby="input-title">
            <header class="section-head">
                <h2 id="input-title"><label for="box">{ "Input" }</label></h2>
                if !page.state.is_blank() {
                    <button type="button" class="button quiet" onclick={clear}><Drawn icon={Icon::Close} />{ "Clear" }</button>
                }
            </header>
            <Editor page={page.clone()} area={area.clone()} />
            <Choice page={page.clone()} />
            <p id="box-note" class="note">
                if masked > 0 {
                    <Drawn icon={Icon::Key} />{ " " }
                    { "A private key or password was masked. It never left this tab, is held only to compare keys, and is wiped when you clear or close. If your policy asks for it, rotate it." }
                } else {
                    { "Private keys are masked the moment they are recognised." }
                }
            </p>
            <KeyHelp page={page.clone()} />
            <Files page={page.clone()} />
        </section>
    }
}

fn load(page: &Page, secrets: &'static [Secret]) {
    let masked = page.mask(&example(secrets));
    page.act(Action::Change(Change::Edit {
        masked: masked.secrets.len(),
        text: masked.text.into(),
        is_step: true,
    }));
}
