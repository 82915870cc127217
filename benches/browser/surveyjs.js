// SurveyJS: the model and its own renderer, both MIT.
import { Model } from 'survey-core';
import 'survey-core/survey-core.css';
import { renderSurvey } from 'survey-js-ui';

const json = await (await fetch(`/forms/${location.hash.slice(1)}.surveyjs.json`)).json();
renderSurvey(new Model(json), document.getElementById('app'));
