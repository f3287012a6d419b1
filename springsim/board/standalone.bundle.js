// Made of board/js by npm run bundle.
var ZERO=1e-9;var SVG="http://www.w3.org/2000/svg";function el(tag,props={},...children){const node=document.createElement(
tag);for(const[name,value]of Object.entries(props)){if(name.startsWith("on"))node.addEventListener(name.slice(2),value);else if(value===
true)node.setAttribute(name,"");else if(value!==false&&value!==null&&value!==void 0)node.setAttribute(name,String(value))}
node.append(...children);return node}var ICONS={move:"M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M\
3 12l3 3M21 12l-3-3M21 12l-3 3",several:"M4 8V4h4M11 4h2M16 4h4v4M20 11v2M20 16v4h-4M13 20h-2M8 20H4v-4M4 13v-2M9 10v.01\
M15 9v.01M12 15v.01",similar:"M2 12h3l1.5-5 3 10 3-10 3 10 3-10 1.5 5h2",dissimilar:"M2 9.5h4l1.5-3 3 6 3-6 3 6 1.5-3h2M\
2 14.5h4l1.5-3 3 6 3-6 3 6 1.5-3h2M22 5v14",cut:"M4 5l13 13M4 19L17 6M17 15.5a2.5 2.5 0 1 0 .01 0M17 3.5a2.5 2.5 0 1 0 .\
01 0",fit:"M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",plus:"M12 5v14M5 12h14",minus:"M5 12h14",undo:"M8 5L4 9l4 4M4 9h10a6 \
6 0 0 1 0 12h-3",redo:"M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",reset:"M4 4v6h6M4.5 10a8 8 0 1 1-.5 4",clear:"M5 7h14M9 7\
V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",link:"M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0\
 0 0 6 6l1-1",open:"M3 19V5h6l2 3h10v11zM3 11h18",save:"M12 4v11M7 10l5 5 5-5M4 20h16",output:"M12 15V4M7.5 8.5L12 4l4.5\
 4.5M4 14v6h16v-6",copy:"M9 9h11v11H9zM5 15H4V4h11v1",help:"M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5",restart:"\
M6 5v14M19 5L9 12l10 7z",back:"M16 5L6 12l10 7z",step:"M8 5l10 7-10 7z",play:"M7 4l13 8-13 8z",pause:"M8 5v14M16 5v14",pin:"\
M9 3h6l-1 6 3 3H7l3-3zM12 12v9",trash:"M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",close:"M6 6l12 12M18 6L6 18",dice:"M4 4h16v16H\
4zM8.5 8.5v.01M15.5 8.5v.01M12 12v.01M8.5 15.5v.01M15.5 15.5v.01",circle:"M12 4a8 8 0 1 0 .01 0M12 4v.01M5.1 16v.01M18.9\
 16v.01",nudge:"M4 12c2-5 4-5 6 0s4 5 6 0M17 12l3 0M18 9l3 3-3 3"};function moment(t,unit,step){return fill(Object.hasOwn(
t,`unit_${unit}`)?t[`unit_${unit}`]:t.unit_own,{unit,step})}function icon(name){const svg=document.createElementNS(SVG,"\
svg");svg.setAttribute("viewBox","0 0 24 24");svg.setAttribute("aria-hidden","true");svg.setAttribute("class",`icon icon\
-${name}`);const path=document.createElementNS(SVG,"path");path.setAttribute("d",ICONS[name]);svg.append(path);return svg}
function say(node,text){if(node.textContent!==text)node.textContent=text}function fill(text,values){return text.replace(
/\{(\w+)\}/g,(gap,name)=>name in values?String(values[name]):gap)}function digits(x){if(x===0)return"0";if(Math.abs(x)<ZERO)
return"≈ 0";const size=Math.abs(x);if(size<.001||size>=1e5)return x.toExponential(2).replace("e-","e−").replace("e+",
"e");return x.toFixed(size>=1e3?1:size>=100?2:size>=10?3:4)}function many(x){if(x<1e5)return String(x);return x<999500?`${Math.
round(x/1e3)}k`:`${(x/1e6).toPrecision(3)}M`}function lengthText(x){const plain=x.toFixed(2);return Math.abs(Number(plain)-x)<ZERO?plain:String(Number(x.toPrecision(
3)))}function placeText({scale},x,y){const unit=10**Math.ceil(Math.log10(scale));const said=z=>lengthText((Math.round(z*
unit)||0)/unit).replace("-","−");return{x:said(x),y:said(y)}}function iconButton(picture,name,action,props={}){const{class:kind="",
words="",...rest}=props;const node=el("button",{type:"button",class:`button ${kind}`,onclick:()=>allowed(node)&&action(),
...rest});node.append(icon(picture),...words?[el("span",{class:"words"},words)]:[]);label(node,name,words);return node}function label(button,name,words=""){
button.title=name;button.setAttribute("aria-label",name.toLowerCase().includes(words.toLowerCase())?name:`${words} · ${name}`)}
function block(button,yes){if(button.getAttribute("aria-disabled")!==String(yes))button.setAttribute("aria-disabled",String(
yes))}function allowed(button){return button.getAttribute("aria-disabled")!=="true"}function press(button,on){if(button.
getAttribute("aria-pressed")!==String(on))button.setAttribute("aria-pressed",String(on))}function rebuild(root,nodes){const way=[];
let at2=focused(root);if(!root.contains(at2))at2=root;for(;at2!==root;at2=at2.parentNode)way.unshift([...at2.parentNode.
children].indexOf(at2));root.replaceChildren(...nodes);if(way.length)way.reduce((node,k)=>node?.children[k],root)?.focus(
{preventScroll:true})}function focused(inside){return inside.getRootNode().activeElement}var MOST=10;var ClassLegend=class{constructor(board){this.state=board.state;this.picture=board.picture;this.told="";this.
at={}}build(){this.told="";this.at.list=el("ul",{class:"classes","aria-label":this.state.texts.classes,hidden:true});return this.
at.list}update(){const{state,picture}=this;const{list}=this.at;const{classes=[],labels=[]}=state.run??{};const present=classes.
length?[...new Set(labels)].sort((a,b)=>a-b):[];const names=present.map(label2=>picture.className(label2));const now=JSON.
stringify([present,names]);if(now===this.told)return;this.told=now;list.hidden=!present.length;const rows=present.slice(
0,MOST).map((label2,k)=>el("li",{title:names[k]},el("canvas",{"aria-hidden":"true","data-class":label2}),el("span",{class:"\
name"},names[k])));const more=present.length-rows.length;list.replaceChildren(...rows,...more>0?[el("li",{},fill(state.texts.
classes_more,{more}))]:[]);this.paint()}paint(){for(const sign of this.at.list?.querySelectorAll("canvas")??[]){this.picture.
paintClass(sign,Number(sign.dataset.class))}}};var SLOP=8;var Track=class{constructor(input,acts){this.input=input;this.acts=acts;this.press=null;this.acted=false;this.
over=false;const listen=(name,hear)=>input.addEventListener(name,hear);listen("pointerdown",event=>this.down(event));listen(
"pointermove",event=>this.move(event));listen("pointerup",()=>this.up());listen("pointercancel",()=>this.cancel());listen(
"keydown",event=>this.key(event));listen("input",()=>this.change());listen("change",()=>this.end());listen("touchend",()=>setTimeout(
()=>this.rest()));listen("blur",()=>this.acted&&this.end())}down({clientX:x,clientY:y,pointerType}){const{value}=this.input;
this.over=this.acted=false;this.press={x,y,before:value,wanted:value,plain:pointerType!=="touch"};this.acts.begin?.()}move({
clientX,clientY}){const{press:press2,input}=this;if(!press2||press2.plain||this.over)return;const[dx,dy]=[Math.abs(clientX-
press2.x),Math.abs(clientY-press2.y)];if(dx<SLOP||dx<dy)return;press2.plain=true;input.value=press2.wanted;this.change()}change(){
const{press:press2,input}=this;if(this.over){if(press2)input.value=press2.before}else if(press2&&!press2.plain){press2.wanted=
input.value;input.value=press2.before}else{this.acted=true;this.acts.act(true)}}up(){const{press:press2,input}=this;setTimeout(
()=>this.end());if(!press2||press2.plain||this.over)return;press2.plain=true;if(press2.wanted===press2.before)return;input.
value=press2.wanted;this.change()}end(){if(this.over&&this.press)this.input.value=this.press.before;else if(this.acted)this.
acts.act(false);this.acted=false;this.rest()}rest(){this.press=null;this.over=false}cancel(){const{press:press2,input,acted}=this;
if(!press2)return;this.over=true;this.acted=false;input.value=press2.before;if(acted)this.acts.cancel()}key(event){if(event.
key!=="Escape"||!this.press||!this.acted)return;event.preventDefault();this.cancel()}};function even({min,max,step}){return{min,max,step,value:x=>x,place:x=>x}}function listed(values){return{min:0,max:values.
length-1,step:1,value:k=>values[k],place:x=>values.indexOf(x)}}var Slider=class{constructor(state,hand,explainer,name,scale){
const t=state.texts;this.state=state;this.name=name;this.scale=scale;let[gesture,before]=[0,0];this.input=el("input",{type:"\
range",id:`springsim-${name}`,min:scale.min,max:scale.max,step:scale.step,"aria-describedby":`springsim-${name}-help`});
new Track(this.input,{begin:()=>before=this.chosen,act:live=>{if(!gesture)gesture=hand.newGesture();hand.tune(name,this.
chosen,gesture,live);if(!live)gesture=0},cancel:()=>{hand.cancel({value:before});gesture=0}});this.marked=null;this.value=
el("output",{for:`springsim-${name}`});this.help=el("p",{class:"helptext",id:`springsim-${name}-help`},t[`${name}_help`]);
this.track=el("div",{class:"track"},this.input);const about=explainer.button(t[name],t[`${name}_about`]);const label2=el(
"div",{class:"label"},el("label",{for:`springsim-${name}`},t[name]),about,this.value);this.element=el("div",{class:`cont\
rol control-${name}`},label2,this.track,this.help)}get chosen(){return this.scale.value(Number(this.input.value))}mark(value){
const{min,max,place:place2}=this.scale;const mark=this.marked??=this.track.appendChild(el("span",{class:"mark","aria-hid\
den":"true"}));mark.style.setProperty("--at",String((place2(value)-min)/(max-min)))}follow(value){const held=this.state.
tuning(this.name);if(!held)this.input.value=String(this.scale.place(value));return held?this.chosen:value}};var SettingSlider=class extends Slider{constructor(state,hand,explainer,setting){
super(state,hand,explainer,setting.id,even(setting));this.setting=setting}show(value,domain,recorded){const{name,help}=this;
const{min,max,decimals,unit,limits,simulated}=this.setting;const t=this.state.texts;this.input.max=String(Math.max(max,value));
this.input.min=String(Math.min(min,value));const now=this.follow(value);const words=decimals===null?lengthText(now):now.
toFixed(decimals);say(this.value,unit?fill(t[unit],{value:words}):words);const idle=recorded&&simulated;this.input.disabled=
idle;this.element.toggleAttribute("data-idle",idle);if(!limits){say(help,t[idle?"slider_recorded":`${name}_help`]);return}
const[limit,from]=limits[domain];const beyond=now>=from&&!idle;this.mark(limit);help.classList.toggle("warning",beyond);
say(help,idle?t.slider_recorded:beyond?t[`${name}_beyond`]:fill(t[`${name}_help`],{limit}))}};function showChips({texts:t,choices},toggle){return choices.view.map(({id})=>el("button",{type:"button",class:"chip","da\
ta-show":id,"aria-pressed":"true",title:t[`show_${id}_help`],onclick:()=>toggle(id)},t[`show_${id}`]))}function showWords({
texts:t,choices}){return choices.view.map(({id})=>fill(t.name_help,{name:t[`show_${id}`],help:t[`show_${id}_help`]})).join(
"\n")}function pressShown(show,chips){for(const chip of chips)press(chip,show[String(chip.dataset.show)])}var RecordedControls=class{constructor(board){
this.state=board.state;this.hand=board.hand;this.act=board;this.margin=null;this.chips=[]}build(){const{state,hand,act}=this;
const t=state.texts;const{margins=[],own}=state.choices;this.chips=showChips(state,what=>act.toggle(what));const shows=el(
"fieldset",{class:"control control-show"},el("legend",{},t.show,act.explainer.button(t.show,showWords(state))),el("div",
{class:"chips"},...this.chips));this.margin=margins.length>1?new Slider(state,hand,act.explainer,"margin",listed(margins)):
null;if(own!==void 0)this.margin?.mark(own);return el("section",{class:"controls","aria-label":t.controls},...this.margin?
[this.margin.element]:[],shows)}update(){const{state,margin}=this;pressShown(state.show,this.chips);if(!margin)return;const words=lengthText(
margin.follow(state.margin));say(margin.value,words);margin.input.setAttribute("aria-valuetext",fill(state.texts.margin_value,
{value:words}))}paint(){}attend(){}};var CLASSES=12;var Controls=class{constructor(board){this.root=board.root;this.state=board.state;this.picture=board.picture;
this.hand=board.hand;this.act=board;this.at={};this.sliders=[];this.offered=""}build(){const{state,hand,act}=this;const{
explainer}=act;const{choices,texts:t}=state;this.at.preset=el("select",{id:"springsim-preset",onchange:()=>hand.loadPreset(
this.at.preset.value)},el("option",{value:"",hidden:true},t.own_scene),...choices.presets.map(p=>el("option",{value:p.id},
p.title)));this.at.domain=iconButton("circle",t.domain_circle,()=>hand.toggleDomain(),{"aria-pressed":"false"});this.at.
lesson=el("p",{class:"helptext lesson"});this.at.resume=el("button",{type:"button",class:"chip",title:t.simulate_help,onclick:()=>hand.
change("resume")},t.simulate);this.at.seed=el("input",{type:"number",id:"springsim-seed",min:0,max:choices.limits.seed,step:1,
value:0,title:t.seed_help,onchange:()=>hand.scatter(Number(this.at.seed.value))});const chips=(id,legend,nodes,help=[])=>el(
"fieldset",{class:`control control-${id}`},el("legend",{},...legend),el("div",{class:"chips"},...nodes),...help);this.at.
classHelp=el("p",{class:"helptext"});this.at.springsHelp=el("p",{class:"helptext"});this.at.classes=el("div",{class:"chi\
ps"});this.offered="";this.at.kinds=["labels","neighbours","pairs"].map(kind=>el("button",{type:"button",class:"chip","d\
ata-kind":kind,"aria-pressed":"false",onclick:()=>hand.setSprings(kind)},t[`springs_${kind}`]));this.at.untie=el("button",
{type:"button",class:"chip",title:t.untie_help,onclick:()=>allowed(this.at.untie)&&hand.change("springs",{kind:"none"})},
t.untie);this.at.shows=showChips(state,what=>act.toggle(what));this.sliders=choices.sliders.map(setting=>new SettingSlider(
state,hand,explainer,setting));return el("section",{class:"controls","aria-label":t.controls},el("div",{class:"control c\
ontrol-preset"},el("label",{for:"springsim-preset"},t.scene),el("div",{class:"beside"},this.at.preset,this.at.domain),this.
at.lesson,this.at.resume),...this.sliders.map(slider=>slider.element),el("fieldset",{class:"control control-class"},el("\
legend",{},t.next_class),this.at.classes,this.at.classHelp),chips("springs",[t.springs],[...this.at.kinds,this.at.untie],
[this.at.springsHelp]),chips("show",[t.show,explainer.button(t.show,showWords(state))],this.at.shows),el("div",{class:"c\
ontrol control-seed"},el("label",{for:"springsim-seed"},t.seed),el("div",{class:"chips"},this.at.seed,iconButton("dice",
t.shuffle,()=>hand.scatter((hand.seed+1)%(choices.limits.seed+1)),{words:t.shuffle_short}),this.at.nudge=iconButton("nud\
ge",t.nudge,()=>hand.nudge(),{words:t.nudge_short}))))}classChip(label2,action){const name=this.picture.className(label2);
const picture=el("canvas",{"aria-hidden":"true"});this.picture.paintClass(picture,label2);return el("button",{type:"butt\
on",class:"chip class-chip","data-class":label2,"aria-pressed":"false","aria-label":fill(this.state.texts.class_name,{name}),
title:name,onclick:action},picture,el("span",{class:"name"},name))}offerClasses(){const{state,hand,picture}=this;const count=Math.
min(state.classes,CLASSES);const names=Array.from({length:count},(_,k)=>picture.className(k));const offered=JSON.stringify(
names);if(offered===this.offered)return;this.offered=offered;this.at.classes.toggleAttribute("data-named",Boolean(state.
run?.classes.length));this.at.classes.replaceChildren(...names.map((_,k)=>this.classChip(k,()=>hand.setNextClass(k))))}paint(){
for(const chip of this.at.classes?.children??[]){this.picture.paintClass(chip.querySelector("canvas"),Number(chip.dataset.
class))}}update(){const{state}=this;const{choices,texts:t}=state;const run=state.run;const asked2=this.hand.preset;if(this.
at.preset.value!==asked2)this.at.preset.value=asked2;const preset=choices.presets.find(p=>p.id===run.preset);const recorded=run.
status==="recorded";say(this.at.lesson,recorded?t.recorded_lesson:preset?preset.lesson:t.own_scene_lesson);this.at.resume.
hidden=!recorded;for(const option of this.at.preset.options)if(!option.value)say(option,recorded?t.recorded_run:t.own_scene);
if(this.at.seed!==focused(this.root))this.at.seed.value=String(run.seed);const shown={...run,margin:state.margin};for(const slider of this.
sliders)slider.show(shown[slider.name],run.domain,recorded);press(this.at.domain,run.domain==="circle");this.offerClasses();
for(const chip of this.at.classes.children)press(chip,Number(chip.dataset.class)===state.nextClass);for(const chip of this.
at.kinds){press(chip,chip.dataset.kind===run.kind);chip.hidden=chip.dataset.kind==="neighbours"&&run.kind!=="neighbours"}
say(this.at.classHelp,t[`next_class_${run.kind}`]);say(this.at.springsHelp,t[`springs_${run.kind}_help`]);this.at.untie.
hidden=run.kind!=="pairs";block(this.at.untie,run.counts[0]+run.counts[1]===0);pressShown(state.show,this.at.shows)}attend(saddle){
this.at.nudge.classList.toggle("attention",saddle)}};var DOTS=500;var BINS=56;var SAMPLES=120;var ROOM=1.02;var COUNTED=6e4;var CORNER=12;var NEARLY=1+1e-9;var MEASURED=2e4;
function strokeLoss(c,losses,similar,margin,{reach,top,x,y}){const scale=losses.scale(margin);c.beginPath();for(let k=0;k<=
SAMPLES;k++){const d=k/SAMPLES*reach;const loss=scale*losses.loss(similar,d/margin);if(loss>top){c.lineTo(x(margin*losses.
where(similar,top/scale)),y(top));break}c.lineTo(x(d),y(loss))}c.stroke()}var Curves=class{constructor(state,picture){this.
state=state;this.picture=picture;this.width=1;this.height=1;this.reach=2;this.top=1.5;this.counted="";this.rate=1;this.counts=
[new Uint32Array(BINS+1),new Uint32Array(BINS+1)];this.farthest=[0,0];this.out={count:0,farthest:0}}fit(){const{run,springs,
choices}=this.state;if(!run||!springs)return;let farthest=0;for(const{pairs,size}of[springs.sample(0),springs.sample(1)]){
for(const frame of[0,run.frames-1]){for(let k=0;k<Math.min(size,MEASURED);k++){const i=(frame*run.n+pairs[2*k])*2;const j=(frame*
run.n+pairs[2*k+1])*2;const[dx,dy]=[run.positions[i]-run.positions[j],run.positions[i+1]-run.positions[j+1]];farthest=Math.
max(farthest,Math.hypot(dx,dy))}}}const axes=choices.curveAxes;const roomy=axes.find(([reach])=>reach>=farthest/run.margin*
ROOM);[this.reach,this.top]=roomy??axes[axes.length-1]}get box(){const{size}=this.picture.theme;return{left:30+12*size,right:this.
width-12,top:18,bottom:this.height-34*size}}beyond(d,loss){return[Number(d>this.reach*NEARLY),Number(loss>this.top*NEARLY)]}x(d){
const{left:left2,right}=this.box;return left2+Math.min(d,this.reach)/this.reach*(right-left2)}y(loss){const{top,bottom}=this.
box;return bottom-Math.min(loss,this.top)/this.top*(bottom-top)}dot(k){const springs=this.state.springs;const losses=this.
state.losses;const[i,j]=springs.ends(k).map(point=>2*point);const{shown}=this.picture;const d=Math.hypot(shown[i]-shown[j],
shown[i+1]-shown[j+1])/this.state.margin;const loss=losses.loss(springs.similar(k),d);return{x:this.x(d),y:this.y(loss),
d,beyond:this.beyond(d,loss)}}under(x,y){const{springs}=this.state;if(!springs||springs.total>DOTS)return null;let[best,
distance]=[null,14];for(let k=0;k<springs.total;k++){const dot=this.dot(k);const away=Math.hypot(dot.x-x,dot.y-y);if(away<
distance)[best,distance]=[k,away]}return best}draw(c){const{run,springs,losses}=this.state;c.clearRect(0,0,this.width,this.
height);if(!run||!losses)return;this.drawAxes(c,losses);this.drawCurve(c,losses,1);this.drawCurve(c,losses,0);this.out={
count:0,farthest:0};if(springs&&springs.total>DOTS)this.drawDensity(c,springs,losses);else{this.rate=1;this.drawDots(c)}
this.tellBeyond(c)}tellBeyond(c){const{count,farthest}=this.out;const{hoverSpring,springs,texts:t,margin}=this.state;if(!count||
!springs)return;const{theme}=this.picture;const pointed=hoverSpring!==null&&hoverSpring<springs.total&&springs.total<=DOTS?
this.dot(hoverSpring):null;const one=pointed?.beyond.some(Boolean)?pointed.d:null;const words=one!==null?t.beyond_this:count===
1?t.beyond_one:t.beyond;const text=fill(words,{n:many(count),d:lengthText((one??farthest)*margin)});const top=this.box.top;
const right=this.box.right-CORNER;const size=4*theme.size;const middle=top-8;c.font=`${12*theme.size}px ${theme.font}`;c.
textAlign="right";c.textBaseline="middle";c.fillStyle=theme.text;const room=right-this.box.left-c.measureText(t.axis_loss).
width-3*CORNER;const wide=Math.min(c.measureText(text).width,room);c.fillText(text,right,middle,wide);const tip=right-wide-
5;c.beginPath();c.moveTo(tip,middle);c.lineTo(tip-1.6*size,middle-size);c.lineTo(tip-1.6*size,middle+size);c.closePath();
c.strokeStyle=theme.text;c.lineWidth=1.2;c.stroke()}drawAxes(c,losses){const{texts}=this.state;const{theme}=this.picture;
const m=this.state.margin;const top=this.top*losses.scale(m);const{left:left2,right,top:above,bottom}=this.box;c.font=`${12*
theme.size}px ${theme.font}`;c.lineWidth=1;c.strokeStyle=theme.line;c.fillStyle=theme.muted;c.textBaseline="middle";c.textAlign=
"right";const rise=nice(top/3);for(let v=0;v<=top+1e-12;v+=rise){const y=Math.round(this.y(v/losses.scale(m)))+.5;c.beginPath();
c.moveTo(left2,y);c.lineTo(right,y);c.stroke();c.fillText(tick(v),left2-8,y)}c.textAlign="center";c.textBaseline="top";const run=nice(
this.reach*m/4);for(let v=0;v<=this.reach*m+1e-12;v+=run)c.fillText(tick(v),this.x(v/m),bottom+7);c.textAlign="right";c.
fillText(texts.axis_distance,right,bottom+7+14*theme.size);c.textAlign="left";c.textBaseline="middle";c.fillText(texts.axis_loss,
left2+4,above-8);c.strokeStyle=theme.text;c.setLineDash([1,4]);c.lineCap="round";c.lineWidth=1.6;c.beginPath();c.moveTo(
this.x(1),above);c.lineTo(this.x(1),bottom);c.stroke();c.setLineDash([]);c.lineCap="butt";c.fillStyle=theme.text;c.font=
`600 ${13*theme.size}px ${theme.font}`;c.fillText("m",this.x(1)+5,above+8)}drawCurve(c,losses,similar){const{texts}=this.
state;const{theme}=this.picture;const{reach,top,box}=this;c.strokeStyle=c.fillStyle=similar?theme.spring:theme.force;c.lineWidth=
2;c.setLineDash(similar?[6,4]:[]);strokeLoss(c,losses,similar,1,{reach,top,x:d=>this.x(d),y:loss=>this.y(loss)});c.setLineDash(
[]);c.font=`${12*theme.size}px ${theme.font}`;c.textBaseline="middle";c.textAlign="right";if(similar)c.fillText(texts.curve_similar,
box.right,this.y(.42*top));else c.fillText(texts.curve_dissimilar,box.right,this.y(0)-16*theme.size)}drawDots(c){const{springs,
hoverSpring,selected}=this.state;const{theme}=this.picture;if(!springs)return;const crowded2=springs.total>80;const mine=new Set(
selected!==null&&selected<springs.n?springs.of(selected):[]);c.lineWidth=1.5;for(let k=0;k<springs.total;k++){if(k===hoverSpring)
continue;const dot=this.dot(k);c.globalAlpha=!crowded2||mine.has(k)?1:.45;this.drawDot(c,dot,springs.similar(k)===1,crowded2&&
!mine.has(k)?3:5);this.noteBeyond(dot,1)}c.globalAlpha=1;if(hoverSpring!==null&&hoverSpring<springs.total){const dot=this.
dot(hoverSpring);c.beginPath();c.arc(dot.x,dot.y,10,0,2*Math.PI);c.strokeStyle=theme.force;c.lineWidth=2.5;c.stroke();c.
lineWidth=1.5;this.drawDot(c,dot,springs.similar(hoverSpring)===1,6);this.noteBeyond(dot,1)}}noteBeyond({d,beyond},count){
if(!beyond.some(Boolean))return;this.out.count+=count;this.out.farthest=Math.max(this.out.farthest,d)}drawDot(c,{x,y,beyond:[
right,up]},similar,radius){const{theme}=this.picture;c.beginPath();if(right||up){const size=radius+2;const turn=Math.atan2(
-up,right);for(const corner of[0,1,2]){const angle=turn+corner*2*Math.PI/3;c.lineTo(x+size*Math.cos(angle),y+size*Math.sin(
angle))}c.closePath()}else c.arc(x,y,radius,0,2*Math.PI);c.fillStyle=similar?theme.text:theme.background;c.strokeStyle=theme.
text;c.fill();c.stroke()}drawDensity(c,springs,losses){this.count(springs);c.lineWidth=1.2;for(const kind of[0,1]){for(let b=0;b<=
BINS;b++){const count=this.counts[kind][b]*this.rate;if(!count)continue;const d=b<BINS?(b+.5)/BINS*this.reach:this.farthest[kind]/
BINS*this.reach;const loss=losses.loss(kind,d);const dot={x:this.x(d),y:this.y(loss),d,beyond:this.beyond(d,loss)};c.globalAlpha=
.8;this.drawDot(c,dot,kind===1,1.2+11*Math.sqrt(count/springs.total));this.noteBeyond(dot,count)}}c.globalAlpha=1}count(springs){
const{state,picture}=this;const{shown}=picture;const now=`${picture.moment()}/${this.reach}`;const still=this.counted===
now;if(still&&(this.rate===1||picture.moves))return;const unit=BINS/(state.margin*this.reach);const counts=this.counts=[
new Uint32Array(BINS+1),new Uint32Array(BINS+1)];const farthest=this.farthest=[0,0];const see=(i,j,similar)=>{const dx=shown[2*
i]-shown[2*j];const dy=shown[2*i+1]-shown[2*j+1];const bin=Math.sqrt(dx*dx+dy*dy)*unit;counts[similar][Math.min(Math.floor(
bin),BINS)]++;if(bin>=BINS&&bin>farthest[similar])farthest[similar]=bin};this.counted=now;this.rate=still?1:Math.max(1,Math.
ceil(springs.total/COUNTED));if(still){for(let from=0;from<springs.total;){const{i,j,similar,count}=springs.block(from);
for(let k=0;k<count;k++)see(i[k],j[k],similar[k]);from+=count}return}for(const kind of[0,1]){const{pairs,size,total}=springs.
sample(kind);const count=Math.min(Math.ceil(total/this.rate),size);for(let k=0;k<count;k++)see(pairs[2*k],pairs[2*k+1],kind)}
if(this.rate>1&&!picture.moves)picture.redraw()}};function nice(x){const power=10**Math.floor(Math.log10(x));return(x<=power?
1:x<=2*power?2:x<=5*power?5:10)*power}function tick(v){return v===0?"0":String(Number(v.toPrecision(3)))}function pointsIn(picture,n,{from,to,before}){const[left2,right]=[Math.min(from.x,to.x),Math.max(from.x,to.x)];const[top,
bottom]=[Math.min(from.y,to.y),Math.max(from.y,to.y)];const inside=i=>{const{x,y}=picture.place(i);return x>=left2&&x<=right&&
y>=top&&y<=bottom};return[...new Set([...before,...Array.from({length:n},(_,i)=>i).filter(inside)])]}function drawBand(c,{
from,to},theme){const place2=[from.x,from.y,to.x-from.x,to.y-from.y];c.fillStyle=c.strokeStyle=theme.force;c.globalAlpha=
.1;c.fillRect(...place2);c.globalAlpha=1;c.lineWidth=1.5;c.setLineDash([5,4]);c.strokeRect(...place2);c.setLineDash([])}var DOMAINS={plane:{box:null,nearest:(x,y)=>({x,y}),carried:(point,from,to)=>({x:point.x+to.x-from.x,y:point.y+to.y-from.
y}),trace:null},circle:{box:[-1,1,-1,1],nearest:(x,y)=>{const norm=Math.hypot(x,y);return norm>0?{x:x/norm,y:y/norm}:{x,
y}},carried:(point,from,to)=>{const turn=Math.atan2(to.y,to.x)-Math.atan2(from.y,from.x);const[cos,sin]=[Math.cos(turn),
Math.sin(turn)];return{x:cos*point.x-sin*point.y,y:sin*point.x+cos*point.y}},trace:(c,x,y,scale)=>{c.arc(x,y,scale,0,2*Math.
PI);c.moveTo(x+2,y);c.arc(x,y,2,0,2*Math.PI)}}};var LOOK={};function learnLook(sent){Object.assign(LOOK,sent)}function zigzag(c,ax,ay,bx,by,amplitude){const dx=bx-ax;const dy=by-ay;const length=Math.hypot(dx,dy);c.moveTo(ax,ay);const{
turns,straight,least,slim}=LOOK.zigzag;if(length>least){const wide=Math.min(amplitude,length*slim);const nx=-dy/length*wide;
const ny=dx/length*wide;c.lineTo(ax+dx*straight,ay+dy*straight);for(let k=0;k<2*turns;k++){const along=straight+(1-2*straight)*
(k+.5)/(2*turns);const side=k%2?1:-1;c.lineTo(ax+dx*along+nx*side,ay+dy*along+ny*side)}c.lineTo(bx-dx*straight,by-dy*straight)}
c.lineTo(bx,by)}function bar(c,ax,ay,bx,by,half){const length=Math.hypot(bx-ax,by-ay)||1;const nx=-(by-ay)/length*half;const ny=(bx-
ax)/length*half;c.moveTo(bx-nx,by-ny);c.lineTo(bx+nx,by+ny)}function head(c,ax,ay,bx,by,size){const length=Math.hypot(bx-
ax,by-ay)||1;const ux=(bx-ax)/length;const uy=(by-ay)/length;const wing=LOOK.arrows.wing*size;c.moveTo(bx,by);c.lineTo(bx-
size*ux+wing*uy,by-size*uy-wing*ux);c.lineTo(bx-size*ux-wing*uy,by-size*uy+wing*ux);c.closePath()}function outline(c,shape,x,y,radius){
const known2=LOOK.shapes.find(({name})=>name===shape);if(!known2||shape==="circle"){c.moveTo(x+radius,y);c.arc(x,y,radius,
0,2*Math.PI);return}const{corners,outer,inner,turn}=known2;for(let k=0;k<corners;k++){const angle=2*Math.PI*(turn+k/corners);
const share=radius*(k%2?inner:outer);const[px,py]=[x+share*Math.cos(angle),y-share*Math.sin(angle)];if(k===0)c.moveTo(px,
py);else c.lineTo(px,py)}c.closePath()}var GRIP={along:14,across:10,base:8,half:4};var HANDLE_ANGLES=[-.31,.6,-.6,-.95,.95,-1.2,1.2,1.9,-1.9,2.4,-2.4,2.83,3.45];
function handleOut(radius,point){const least=clearOf(point);return Math.max(radius,least+radius/2)}function radiusOf(out,point){
const least=clearOf(point);return Math.min(out,Math.max(2*(out-least),0))}function clearOf(point){return point+LOOK.points.
ring+GRIP.along}function handleAt(state,picture,i){const centre=picture.place(i);const{view}=picture;const out=handleOut(
state.margin*view.scale,picture.pointRadius);const on=angle=>({x:centre.x+out*Math.cos(angle),y:centre.y-out*Math.sin(angle)});
const{handle,camera}=picture;const serial=state.run?.serial;if(state.marginDrag)Object.assign(handle,{of:i,angle:state.marginDrag.
angle});const visible=angle=>{const{x,y}=on(angle);return x>62&&x<view.width-84&&y>56&&y<view.height-56};const clear=angle=>picture.
pointAt(on(angle).x,on(angle).y,22)===null;const fits=()=>visible(handle.angle)&&(handle.serial===serial||clear(handle.angle));
if(handle.of!==i||!(state.marginDrag||camera.moves||fits())){const seen=[LOOK.ring.angle,...HANDLE_ANGLES].filter(visible);
Object.assign(handle,{of:i,angle:seen.find(clear)??seen[0]??LOOK.ring.angle})}if(!camera.moves)handle.serial=serial??-1;
return on(handle.angle)}function drawMargin(c,state,picture,i,filled){const{x,y}=picture.place(i);const{theme}=picture;const{
inside,strength,dash,width}=LOOK.ring;c.beginPath();c.arc(x,y,state.margin*picture.view.scale,0,2*Math.PI);c.globalAlpha=
filled?inside:0;c.fillStyle=theme.force;c.fill();c.globalAlpha=strength;c.setLineDash(dash);c.lineCap="round";c.lineWidth=
width;c.strokeStyle=theme.text;c.stroke();c.setLineDash([]);c.lineCap="butt";c.globalAlpha=1}function drawHandle(c,state,picture,i){
const{theme,view}=picture;const from=picture.place(i);const to=handleAt(state,picture,i);const{ring}=LOOK;const length=Math.
hypot(to.x-from.x,to.y-from.y)||1;const[ux,uy]=[(to.x-from.x)/length,(to.y-from.y)/length];const start=picture.pointRadius+
ring.gap;const end=length-(state.tunesMargin?GRIP.along:1);c.strokeStyle=c.fillStyle=theme.text;c.lineWidth=ring.radius;
c.setLineDash(ring.dots);c.beginPath();c.moveTo(from.x+ux*start,from.y+uy*start);c.lineTo(from.x+ux*Math.max(end,start),
from.y+uy*Math.max(end,start));c.stroke();c.setLineDash([]);if(state.tunesMargin)drawGrip(c,to,[ux,uy],state.marginDrag?
theme.force:theme.text,theme.background);else{c.beginPath();head(c,from.x,from.y,to.x,to.y,ring.head);c.fill()}const label2=`\
m = ${lengthText(state.margin)}`;c.font=`600 ${ring.label*theme.size}px ${theme.font}`;const wide=c.measureText(label2).
width;const grip=state.tunesMargin?Math.max(GRIP.along*Math.abs(ux),GRIP.across*Math.abs(uy)):0;const beside=ring.aside+
grip;const left2=to.x+beside+wide>view.width-4;plate(c,theme,label2,left2?to.x-beside-wide:to.x+beside,to.y)}function drawGrip(c,at2,[
ux,uy],colour,ground){const place2=(along,across)=>[at2.x+along*ux-across*uy,at2.y+along*uy+across*ux];c.beginPath();c.moveTo(
...place2(0,-GRIP.across));c.lineTo(...place2(0,GRIP.across));for(const way of[-1,1]){c.moveTo(...place2(way*GRIP.along,
0));c.lineTo(...place2(way*GRIP.base,GRIP.half));c.lineTo(...place2(way*GRIP.base,-GRIP.half));c.closePath()}c.lineCap=c.
lineJoin="round";for(const[style,width]of[[ground,8],[colour,3.5]]){c.strokeStyle=style;c.lineWidth=width;c.stroke()}c.fillStyle=
colour;c.fill();c.lineCap="butt"}function plate(c,theme,label2,x,y){c.globalAlpha=LOOK.ground.plate;c.fillStyle=theme.background;
c.fillRect(x-3,y-10*theme.size,c.measureText(label2).width+6,20*theme.size);c.globalAlpha=1;c.fillStyle=theme.text;c.textBaseline=
"middle";c.textAlign="left";c.fillText(label2,x,y+.5)}var KEPT=200;function outlined(c,look,x,y,radius){c.beginPath();outline(c,look.shape,x,y,radius);c.fillStyle=look.fill;c.
strokeStyle=look.stroke;c.lineWidth=look.width;c.fill();c.stroke()}var Stamps=class{constructor(){this.kept=new Map}put(c,look,x,y,radius,ratio){
const key=`${look.shape}/${look.fill}/${look.stroke}/${look.width}/${radius}/${ratio}`;const stamp=this.kept.get(key)??this.
painted(key,look,radius,ratio);c.drawImage(stamp.canvas,x-stamp.size/2,y-stamp.size/2,stamp.size,stamp.size)}painted(key,look,radius,ratio){
const across=Math.ceil((2.8*radius+4)*ratio);const stamp={canvas:document.createElement("canvas"),size:across/ratio};Object.
assign(stamp.canvas,{width:across,height:across});const c=stamp.canvas.getContext("2d");c?.scale(ratio,ratio);if(c){outlined(
c,look,stamp.size/2,stamp.size/2,radius)}if(this.kept.size>=KEPT)this.kept.clear();this.kept.set(key,stamp);return stamp}};var SHADES=256;var Density=class{constructor(){this.cell=1;this.width=0;this.height=0;this.counts=new Uint32Array(0);this.
lines=0;this.steps=0;this.image=null;this.canvas=document.createElement("canvas");this.colour="";this.shades=new Uint32Array(
SHADES)}begin(across,down,cell){const[width,height]=[Math.ceil(across/cell),Math.ceil(down/cell)];if(width!==this.width||
height!==this.height){Object.assign(this,{width,height,counts:new Uint32Array(width*height),image:new ImageData(width,height)});
Object.assign(this.canvas,{width,height})}else this.counts.fill(0);this.cell=cell;this.lines=this.steps=0}line(ax,ay,bx,by){
const{width,height,counts}=this;this.lines++;const dx=bx-ax;const dy=by-ay;const steps=Math.ceil(Math.max(Math.abs(dx),Math.
abs(dy)));if(!(steps>0))return;const sx=dx/steps;const sy=dy/steps;const first=Math.max(0,entered(ax,sx,width),entered(ay,
sy,height));const last=Math.min(steps,left(ax,sx,width),left(ay,sy,height));this.steps+=Math.max(last-first,0);let x=ax+
first*sx;let y=ay+first*sy;for(let k=first;k<last;k++){counts[(y|0)*width+(x|0)]++;x+=sx;y+=sy}}develop(colour,weight){if(!this.
image)return;if(colour!==this.colour)this.mix(colour);const pixels=new Uint32Array(this.image.data.buffer);const{counts,
shades}=this;let touched=1;for(let p=0;p<counts.length;p++)touched+=Number(counts[p]>0);const full=Math.max(LOOK.lines.full*
this.cell/weight,this.steps/touched);const shade=(SHADES-1)/(LOOK.lines.deep*full);for(let p=0;p<pixels.length;p++)pixels[p]=
shades[Math.min(Math.ceil(counts[p]*shade),SHADES-1)];this.canvas.getContext("2d")?.putImageData(this.image,0,0)}paint(c){
c.drawImage(this.canvas,0,0,this.width*this.cell,this.height*this.cell)}mix(colour){this.colour=colour;const c=document.
createElement("canvas").getContext("2d");if(!c)return;c.fillStyle=colour;c.fillRect(0,0,1,1);const[r,g,b]=c.getImageData(
0,0,1,1).data;for(let k=1;k<SHADES;k++){const alpha=LOOK.lines.strong*(1-Math.exp(-LOOK.lines.deep*k/(SHADES-1)));this.shades[k]=
(Math.round(255*alpha)<<24|b<<16|g<<8|r)>>>0}}};function entered(a,s,size){if(s===0)return a>=0&&a<size?0:Infinity;return Math.
ceil((s>0?-a:size-a)/s+1e-9)}function left(a,s,size){if(s===0)return Infinity;return Math.floor((s>0?size-a:-a)/s-1e-9)}var CHUNK=9;var RATES=[1,2,3,5,8,12,20,30,50,80,120,200,300,500,800,1200,2e3];var Dense=class{constructor(){this.some=new Density;
this.every=new Density;this.rate=1;this.length=80;this.shown="";this.whole="";this.next=Infinity}note({springs,texts}){const total=springs?.
total??0;return this.rate===1||this.complete?fill(texts.note_density,{total}):fill(texts.note_density_some,{every:this.rate,
total})}get complete(){return this.whole===this.shown&&this.next===Infinity}count(springs,line){const least=Math.max(...[
0,1].map(kind=>springs.counts[1-kind]/Math.max(springs.sample(kind?1:0).size,1)));const wanted=Math.max(least,springs.total*
this.length/LOOK.lines.work);this.rate=RATES.find(rate2=>rate2>=wanted)??RATES[RATES.length-1];for(const kind of[0,1]){const{
pairs,size,total}=springs.sample(kind);const count=Math.min(Math.ceil(total/this.rate),size);for(let k=0;k<count;k++)line(
this.some,pairs[2*k],pairs[2*k+1])}this.length=Math.max(this.some.steps/Math.max(this.some.lines,1),1)}goOn(springs,line){
const end=performance.now()+CHUNK;while(this.next<springs.total&&performance.now()<end){const{i,j,count}=springs.block(this.
next);for(let k=0;k<count;k++)line(this.every,i[k],j[k]);this.next+=count}if(this.next>=springs.total)this.next=Infinity}};
function paintDensity(c,state,picture,springs){const{view,shown,theme,dense}=picture;const now=`${picture.moment()}/${theme.
spring}`;const cell=springs.total>LOOK.lines.fine?2:1;const scale=view.scale/cell;const left2=view.width/2/cell-view.x*scale;
const top=view.height/2/cell+view.y*scale;const line=(density,i,j)=>density.line(left2+shown[2*i]*scale,top-shown[2*i+1]*
scale,left2+shown[2*j]*scale,top-shown[2*j+1]*scale);if(dense.shown!==now){dense.shown=now;dense.some.begin(view.width,view.
height,cell);dense.count(springs,line);dense.some.develop(theme.spring,dense.rate);if(dense.rate>1&&!picture.moves)picture.
redraw()}else if(dense.rate>1&&!picture.moves&&!dense.complete){if(dense.whole!==now){Object.assign(dense,{whole:now,next:0});
dense.every.begin(view.width,view.height,cell)}dense.goOn(springs,line);if(dense.complete)dense.every.develop(theme.spring,
1);else picture.redraw()}if(dense.complete&&dense.rate>1)dense.every.paint(c);else dense.some.paint(c)}var COLUMNS=7;var COLUMN={loss:0,mean:1,similar:2,dissimilar:3,residual:4,pushing:5,step:6};function springsShown(state,picture){const{run,springs,selected,texts}=state;const total=springs?springs.total:0;const shown=(style,list=null,note="")=>({
style,list,parts:[0,0],note});const{legible,most:zigzags}=LOOK.zigzag;const{most}=LOOK.lines;if(!run||!springs||!state.show.
springs||!total)return shown("zigzags",[]);if(total<=legible||state.show.every){if(total>most)return shown("density",null,
picture.dense.note(state));return shown(total<=zigzags?"zigzags":"lines")}if(selected!==null&&selected<springs.n){const list=springs.
of(selected);return shown(list.length<=zigzags?"zigzags":"lines",list,fill(texts.note_selected,{shown:list.length,total}))}
const pushing=picture.number(COLUMN.pushing);const acting=run.counts[0]+pushing;if(acting<=most&&springs.sample(0).size<
run.counts[1]&&!picture.moves){return{...shown("acting",null,lines(texts,run.counts[0],pushing,total)),parts:[0,run.counts[0]]}}
return{...shown("sample"),...sampled(springs,pushing,texts)}}function lines(texts,similar,pushing,total){if(!pushing)return fill(
texts.note_lines_pull,{similar,total});return fill(texts.note_lines,{similar,pushing,total})}function sampled(springs,pushing,texts){
const[similar,dissimilar]=springs.counts;const{most}=LOOK.lines;const pulls=Math.min(similar,Math.max(most/2,most-pushing));
const looked=pushing?Math.ceil((most-pulls)*dissimilar/pushing):dissimilar;const parts=[Math.min(looked,springs.sample(0).
size),pulls];const[one,other]=[similar/Math.max(pulls,1),dissimilar/Math.max(parts[0],1)];const all=pulls===similar&&(!pushing||
parts[0]===dissimilar);return{parts,note:all?lines(texts,similar,pushing,springs.total):fill(pushing?texts.note_some:texts.
note_some_pull,{similar,one:rate(one),pushing,other:rate(other)})}}function rate(ratio){return ratio<2.95?Number(ratio.toFixed(
1)):Math.round(ratio)}function drawSprings(c,state,picture){const{springs}=state;if(!springs)return;const{style,list,parts}=springsShown(
state,picture);if(style==="density")paintDensity(c,state,picture,springs);else if(style==="zigzags"){drawZigzags(c,state,
picture,list??Array.from({length:springs.total},(_,k)=>k),picture.theme.spring)}else if(style==="sample"||style==="actin\
g"){strokeLines(c,state,picture,1,springs.sample(1).pairs,parts[1],true);if(style==="sample")strokeLines(c,state,picture,
0,springs.sample(0).pairs,parts[0],true);else{const pairs=picture.pushing(springs);strokeLines(c,state,picture,0,pairs,pairs.
length/2,true)}}else{for(const kind of[1,0]){const pairs=(list??Array.from({length:springs.total},(_,k)=>k)).filter(k=>springs.
similar(k)===kind).flatMap(k=>springs.ends(k));strokeLines(c,state,picture,kind,pairs,pairs.length/2,!state.show.every,list?
LOOK.lines.mine:1);if(list&&!kind)strokeLines(c,state,picture,kind,pairs,pairs.length/2,false,LOOK.lines.faint)}}}function drawZigzags(c,state,picture,list,colour){
const springs=state.springs;const fine=list.length>LOOK.zigzag.bold;const amplitude=list.length>LOOK.zigzag.legible?LOOK.
zigzag.narrow:LOOK.zigzag.half;const reach=[0,1].map(kind=>state.reach(kind)*picture.view.scale);c.strokeStyle=c.fillStyle=
colour;for(const k of list){const[a,b]=ends(state,picture,springs,k);const length=Math.hypot(b.x-a.x,b.y-a.y);if(length<
1)continue;const[ux,uy]=[(b.x-a.x)/length,(b.y-a.y)/length];const inset=Math.min(picture.pointRadius,length/2);const similar=springs.
similar(k)===1;const slack=length>=reach[similar?1:0];const[ax,ay]=[a.x+ux*inset,a.y+uy*inset];const far=slack?reach[similar?
1:0]:length-inset;const[bx,by]=[a.x+ux*far,a.y+uy*far];if(similar)drawAttract(c,ax,ay,bx,by,amplitude,fine);else drawRepulse(
c,ax,ay,bx,by,amplitude,fine,slack?LOOK.zigzag.slack:1,picture.theme.background,colour)}c.globalAlpha=1}function drawAttract(c,ax,ay,bx,by,amplitude,fine){
const{width,fine:thin,roomy,place:place2,head:size}=LOOK.zigzag;c.globalAlpha=1;c.lineWidth=fine?thin:width;c.beginPath();
zigzag(c,ax,ay,bx,by,amplitude);c.stroke();if(fine||Math.hypot(bx-ax,by-ay)<roomy)return;c.beginPath();head(c,ax,ay,ax+(bx-
ax)*place2,ay+(by-ay)*place2,size);head(c,bx,by,bx+(ax-bx)*place2,by+(ay-by)*place2,size);c.fill()}function drawRepulse(c,ax,ay,bx,by,amplitude,fine,alpha,background,colour){
const{apart,fine:thin,double,gap,bar:wide,beyond}=LOOK.zigzag;c.globalAlpha=alpha;c.beginPath();if(fine){const length=Math.
hypot(bx-ax,by-ay)||1;const[nx,ny]=[-(by-ay)/length*apart,(bx-ax)/length*apart];c.lineWidth=thin;zigzag(c,ax-nx,ay-ny,bx-
nx,by-ny,amplitude);zigzag(c,ax+nx,ay+ny,bx+nx,by+ny,amplitude)}else{zigzag(c,ax,ay,bx,by,amplitude);c.lineWidth=double;
c.stroke();c.globalAlpha=1;c.strokeStyle=background;c.lineWidth=gap;c.stroke();c.globalAlpha=alpha;c.strokeStyle=colour;
c.lineWidth=wide;c.beginPath()}bar(c,ax,ay,bx,by,amplitude+beyond);c.stroke()}function strokeLines(c,state,picture,kind,pairs,count,acting,strength=1){
const{view,shown,theme}=picture;const{many:many2,thin,width,similar,dissimilar,dash,together}=LOOK.lines;const{scale}=view;
const left2=view.width/2-view.x*scale;const top=view.height/2+view.y*scale;const reach=acting?(LOOK.lines.rest*state.reach(
kind))**2:Infinity;c.strokeStyle=theme.spring;c.lineWidth=count>many2?thin:width;c.globalAlpha=Math.min((kind?similar:dissimilar)*
picture.crowd*strength,1);c.setLineDash(kind||!acting?[]:dash);c.beginPath();for(let k=0,drawn=0;k<count;k++){const[i,j]=[
2*pairs[2*k],2*pairs[2*k+1]];const[dx,dy]=[shown[j]-shown[i],shown[j+1]-shown[i+1]];if(dx*dx+dy*dy>=reach)continue;c.moveTo(
left2+shown[i]*scale,top-shown[i+1]*scale);c.lineTo(left2+shown[j]*scale,top-shown[j+1]*scale);if(++drawn%together)continue;
c.stroke();c.beginPath()}c.stroke();c.setLineDash([]);c.globalAlpha=1}function drawHovered(c,state,picture){const{springs,
hoverSpring}=state;const{theme}=picture;if(hoverSpring===null||!springs||hoverSpring>=springs.total)return;const[a,b]=ends(
state,picture,springs,hoverSpring);c.strokeStyle=theme.force;c.globalAlpha=.22;c.lineWidth=16;c.lineCap="round";c.beginPath();
c.moveTo(a.x,a.y);c.lineTo(b.x,b.y);c.stroke();c.lineCap="butt";c.globalAlpha=1;drawZigzags(c,state,picture,[hoverSpring],
theme.spring)}function ends(state,picture,springs,k){const[i,j]=springs.ends(k);return j===state.selected?[picture.place(
j),picture.place(i)]:[picture.place(i),picture.place(j)]}var ARROWS_AT_ONCE=250;var NAME=40;var EDGE=6;function drawBoard(c,state,picture,landscape){const{run}=state;const{view,
theme}=picture;c.clearRect(0,0,view.width,view.height);if(!run)return;c.lineJoin="round";if(landscape.seen)landscape.paint(
c);else drawGrid(c,picture);drawDomain(c,run.domain,picture);if(state.show.margin&&state.selected!==null)drawMargin(c,state,
picture,state.selected,!landscape.seen);if(state.show.trails)drawTrails(c,state,picture);if(state.show.springs)drawSprings(
c,state,picture);drawHovered(c,state,picture);if(state.show.forces)drawForces(c,state,picture);if(modeShown(state,picture))
drawMode(c,run,picture);drawPoints(c,state,picture);landscape.paintMarks(c);if(state.show.margin&&state.selected!==null)
drawHandle(c,state,picture,state.selected);drawTie(c,state,picture);if(state.band)drawBand(c,state.band,theme);if(state.
keyboard&&state.selected===null)drawCrosshair(c,view,theme)}function arrowScale(run,now){const{scales,fits,longest,short}=LOOK.
arrows;const strongest=run.strongest/Math.min(1,Math.sqrt(LOOK.points.few/run.n));const tiny=now!==null&&now<scales[0]&&
strongest*now<short*run.margin;if(now!==null&&(!strongest||strongest*now<=longest*run.margin&&!tiny))return now;return scales.
find(scale=>strongest*scale<=fits*run.margin)??scales[scales.length-1]}function drawGrid(c,picture){const{view,theme}=picture;
const{gap:least,grid,faint}=LOOK.ground;const unit=10**Math.ceil(Math.log10(least/view.scale));const gap=unit/2>=least/view.
scale?unit/2:unit;const low=view.toPlane(0,view.height);const high=view.toPlane(view.width,0);c.strokeStyle=theme.text;c.
globalAlpha=faint;c.lineWidth=grid;c.beginPath();for(let k=Math.ceil(low.x/gap);k<=high.x/gap;k++){const x=Math.round(view.
toScreen(k*gap,0).x)+.5;c.moveTo(x,0);c.lineTo(x,view.height)}for(let k=Math.ceil(low.y/gap);k<=high.y/gap;k++){const y=Math.
round(view.toScreen(0,k*gap).y)+.5;c.moveTo(0,y);c.lineTo(view.width,y)}c.stroke();c.globalAlpha=1}function drawDomain(c,domain,{
view,theme}){const{trace}=DOMAINS[domain];if(!trace)return;const{x,y}=view.toScreen(0,0);c.strokeStyle=theme.muted;c.globalAlpha=
LOOK.ground.domain;c.lineWidth=LOOK.ground.outline;c.beginPath();trace(c,x,y,view.scale);c.stroke();c.globalAlpha=1}function drawTrails(c,state,picture){
const run=state.run;const{view}=picture;const last=picture.frame;const stride2=Math.max(1,Math.round(run.n*last/LOOK.trails.
most));c.lineWidth=picture.sizes.trail;c.globalAlpha=LOOK.trails.strength*picture.crowd;for(let i=0;i<run.n;i++){c.strokeStyle=
picture.classColour(run.labels[i]);c.beginPath();for(let k=0;k<=last;k+=stride2){const p=(k*run.n+i)*2;const{x:x2,y:y2}=view.
toScreen(run.positions[p],run.positions[p+1]);if(k)c.lineTo(x2,y2);else c.moveTo(x2,y2)}const{x,y}=picture.place(i);c.lineTo(
x,y);c.stroke()}c.globalAlpha=1}function drawForces(c,state,picture){const run=state.run;const pixels=picture.arrows*picture.
view.scale;c.strokeStyle=c.fillStyle=picture.theme.force;const{least,head:start,slope,faint}=LOOK.arrows;const{shaft,head:most}=picture.
sizes;c.lineWidth=shaft;c.globalAlpha=Math.max(picture.crowd,faint);const arrows=[];for(let i=0;i<run.n;i++){if(run.pinned.
has(i))continue;const[fx,fy]=[picture.force[2*i]*pixels,-picture.force[2*i+1]*pixels];const length=Math.hypot(fx,fy);if(length<
least)continue;const{x,y}=picture.place(i);arrows.push([x,y,x+fx,y+fy,Math.min(most,start+slope*length)])}for(let first=0;first<
arrows.length;first+=ARROWS_AT_ONCE){const some=arrows.slice(first,first+ARROWS_AT_ONCE);c.beginPath();for(const[ax,ay,bx,
by]of some){c.moveTo(ax,ay);c.lineTo(ax+(bx-ax)*.94,ay+(by-ay)*.94)}c.stroke();c.beginPath();for(const[ax,ay,bx,by,size]of some)
head(c,ax,ay,bx,by,size);c.fill()}c.globalAlpha=1}function modeShown({show,run},{phase}){return show.mode&&run!==null&&run.
mode!==null&&run.rest!==null&&phase==="equilibrium"}function drawMode(c,run,picture){const mode=run.mode;const{reach,least,
gap,width,strength,dash,head:wide,beyond}=LOOK.mode;const start=picture.pointRadius+gap;c.strokeStyle=c.fillStyle=run.rest?.
kind==="saddle"?picture.theme.spring:picture.theme.muted;c.lineWidth=width;c.globalAlpha=strength;for(let i=0;i<run.n;i++){
const[mx,my]=[mode[2*i],-mode[2*i+1]];const size=Math.hypot(mx,my);if(size<least)continue;const{x,y}=picture.place(i);const[
ux,uy]=[mx/size,my/size];const[ax,ay]=[x+start*ux,y+start*uy];const[bx,by]=[ax+reach*mx,ay+reach*my];c.setLineDash(dash);
c.beginPath();c.moveTo(ax,ay);c.lineTo(bx,by);c.stroke();c.setLineDash([]);c.beginPath();head(c,ax,ay,bx+beyond*ux,by+beyond*
uy,wide);c.fill()}c.globalAlpha=1}function drawPoints(c,state,picture){const run=state.run;const{theme}=picture;const radius=picture.
pointRadius;const groups=picture.groups();const{few,grown,shown,ring,band,count}=LOOK.points;const told=run.n<=few?2:crowded(
groups,run.n);for(const group of groups){const i=group.front;const{x,y}=picture.place(i);const look=picture.look(i);if(i===
state.selected)outlined(c,look,x,y,Math.max(radius,shown)+grown);else if(run.n<=few)outlined(c,look,x,y,radius);else picture.
stamps.put(c,look,x,y,radius,picture.ratio);if(run.pinned.has(i))drawPin(c,theme,x,y,radius);if(state.selection.has(i)||
i===state.anchor||i===state.hoverPoint){c.beginPath();c.arc(x,y,radius+ring,0,2*Math.PI);c.strokeStyle=theme.force;c.lineWidth=
i===state.hoverPoint&&!state.selection.has(i)?1.5:band;c.stroke()}if(group.count>=told){c.font=`600 ${LOOK.ground.words*
theme.size}px ${theme.font}`;const words=`×${group.count}`;const[right,down]=clearSide(arrowOf(i,state,picture));const[
aside,below]=[radius+count[0],radius+count[1]];plate(c,theme,words,right>0?x+aside:x-aside-c.measureText(words).width,y+
down*below)}}if(state.hoverPoint!==null&&state.hoverPoint<run.n)drawClassName(c,state,picture,state.hoverPoint)}function drawClassName(c,state,picture,i){
const{theme,view}=picture;const name=state.run?.classes[state.run.labels[i]];if(name===void 0)return;const words=name.length>
NAME?`${name.slice(0,NAME)}…`:name;const{x,y}=picture.place(i);c.font=`600 ${LOOK.ground.words*theme.size}px ${theme.font}`;
const wide=c.measureText(words).width;const above=picture.pointRadius+1.5*LOOK.ground.words*theme.size;const left2=Math.
min(Math.max(x-wide/2,EDGE),view.width-EDGE-wide);plate(c,theme,words,left2,y-above>EDGE?y-above:y+above)}function arrowOf(i,state,picture){
const run=state.run;const mode=modeShown(state,picture)?run.mode:null;if(!mode&&(!state.show.forces||run.pinned.has(i)))
return[0,0];const[arrows,pixels]=mode?[mode,LOOK.mode.reach]:[picture.force,picture.arrows*picture.view.scale];const[x,y]=[
arrows[2*i]*pixels,-arrows[2*i+1]*pixels];return Math.hypot(x,y)<LOOK.arrows.least?[0,0]:[x,y]}function clearSide([x,y]){
const{sides,clear}=LOOK.points;const long=Math.hypot(x,y)||1;return sides.find(([right,down])=>(right*x+clear[0]*down*y)/
long<clear[1])??sides[0]}function crowded(groups,n){const counts=groups.map(({count})=>count).sort((a,b)=>b-a);return Math.
max(2,Math.ceil(n/LOOK.points.share),(counts[LOOK.points.telling]??0)+1)}function drawPin(c,theme,x,y,radius){const{foot,
top,stem,head:share,least,rim}=LOOK.pin;const[tx,ty]=[x+radius*top[0],y-radius*top[1]];c.strokeStyle=theme.text;c.lineWidth=
stem;c.beginPath();c.moveTo(x+radius*foot[0],y-radius*foot[1]);c.lineTo(tx,ty);c.stroke();c.beginPath();c.arc(tx,ty,Math.
max(least,radius*share),0,2*Math.PI);c.fillStyle=theme.text;c.strokeStyle=theme.background;c.lineWidth=rim;c.fill();c.stroke()}
function drawTie(c,state,picture){if(state.anchor===null||!state.ties)return;const from=picture.place(state.anchor);const to=state.
keyboard&&state.selected!==null?picture.place(state.selected):state.pointerAt;if(!to)return;c.strokeStyle=state.tool==="\
cut"?picture.theme.muted:picture.theme.spring;c.lineWidth=2;c.setLineDash([6,4]);c.beginPath();c.moveTo(from.x,from.y);c.
lineTo(to.x,to.y);c.stroke();c.setLineDash([])}function drawCrosshair(c,view,theme){const[x,y]=[view.width/2,view.height/
2];c.strokeStyle=theme.force;c.lineWidth=2;c.beginPath();for(const[dx,dy]of[[1,0],[-1,0],[0,1],[0,-1]]){c.moveTo(x+5*dx,
y+5*dy);c.lineTo(x+14*dx,y+14*dy)}c.stroke()}var RATIO_MAX=3;function onRatio(changed){let query;const heard=()=>{listen();changed()};const listen=()=>{query=matchMedia(
`(resolution: ${window.devicePixelRatio}dppx)`);query.addEventListener("change",heard,{once:true})};listen();return()=>query.
removeEventListener("change",heard)}var Canvases=class{constructor(resized){this.resized=resized;this.end=()=>{};this.all=
[];this.ratio=1;this.observer=new ResizeObserver(resized)}get sizes(){return this.all.map(({canvas})=>({width:place(canvas).
clientWidth,height:place(canvas).clientHeight}))}follow(all){this.all=all;this.observe()}observe(){this.leave();this.end=
onRatio(this.resized);for(const{canvas}of this.all)this.observer.observe(place(canvas))}leave(){this.observer.disconnect();
this.end()}measure(){if(!this.all.length||!place(this.all[0].canvas).clientWidth)return false;this.ratio=Math.min(window.
devicePixelRatio||1,RATIO_MAX);this.sizes.forEach((size,k)=>{const{canvas}=this.all[k];const[width,height]=[Math.round(size.
width*this.ratio),Math.round(size.height*this.ratio)];if(canvas.width!==width||canvas.height!==height)Object.assign(canvas,
{width,height});canvas.style.width=`${size.width}px`;canvas.style.height=`${size.height}px`});return true}paint(){for(const{
canvas,paint}of this.all){const c=canvas.getContext("2d");if(!c)continue;c.setTransform(this.ratio,0,0,this.ratio,0,0);paint(
c,canvas.width/this.ratio,canvas.height/this.ratio)}}};function place(canvas){return canvas.parentElement}function motionOf(frames,n,arrays){const size=2*n;if(arrays.positions){return{positions:new Float32Array(...at(arrays.positions),
frames*size),forces:new Float32Array(...at(arrays.forces),frames*size)}}const units=new Int16Array(...at(arrays.units),2*
frames);const place2=Float64Array.from(new Float64Array(...at(arrays.start),size));const moves=new Int16Array(...at(arrays.
moves),(frames-1)*size);const whole=new Int16Array(size);const pulls=new Int16Array(...at(arrays.pulls),frames*size);const[
positions,forces]=[new Float32Array(frames*size),new Float32Array(frames*size)];positions.set(place2);for(let k=0,p=0;k<
frames;k++){const[step,pull]=[2**units[2*k],2**units[2*k+1]];for(let q=0;q<size;q++,p++){whole[q]+=pulls[p];forces[p]=whole[q]*
pull;if(k)positions[p]=place2[q]+=moves[p-size]*step}}return{positions,forces}}function at(array){return[array.buffer,array.
byteOffset]}var AGAIN=150;var RING=1.65;var TICK=2.6;var LEGEND={wide:14,high:15,right:62,top:74};var Landscape=class{constructor(state,picture,log){
this.state=state;this.picture=picture;this.log=log;this.survey=null;this.asked="";this.askedAt=0;this.canvas=document.createElement(
"canvas");this.painted=""}get wanted(){const{show,run,selected,editable}=this.state;return editable&&show.landscape&&run!==
null&&selected!==null&&selected<run.n}get seen(){return this.wanted&&this.survey&&this.survey.point===this.state.selected?
this.survey:null}ask(){const{picture,log}=this;if(!this.wanted||log.newest("landscape")||picture.camera.glide)return;const{
run,selected}=this.state;const{view}=picture;const seen=`${run?.serial}/${picture.frame}/${selected}/${view.state}`;if(this.
asked===seen||performance.now()-this.askedAt<AGAIN){if(this.asked!==seen)picture.redraw();return}this.asked=seen;this.askedAt=
performance.now();const low=view.toPlane(0,view.height);const high=view.toPlane(view.width,0);log.push("landscape",{point:selected,
left:low.x,right:high.x,bottom:low.y,top:high.y})}hear(said,arrays){if(!said.ground)return;const[rows,columns]=said.arrays.
ground[1];const fieldShape=said.arrays.field[1];this.survey={...said.ground,serial:said.serial,shape:[rows,columns],fieldShape,
loss:new Uint16Array(...at(arrays.ground),rows*columns),field:new Float32Array(...at(arrays.field),fieldShape[0]*fieldShape[1]*
2)};this.painted=""}paint(c){const{seen}=this;if(!seen)return;const{view,theme}=this.picture;const now=`${view.state}/${theme.
dark}`;if(this.painted!==now)paintBands(this.canvas,seen,view,theme);this.painted=now;c.drawImage(this.canvas,0,0,view.width,
view.height);paintField(c,seen,view,theme)}paintMarks(c){const{seen}=this;if(!seen)return;const{view,theme,pointRadius}=this.
picture;for(const[x,y]of seen.minima){const place2=view.toScreen(x,y);target(c,place2.x,place2.y,pointRadius,theme.background,
4.5);target(c,place2.x,place2.y,pointRadius,theme.text,1.8)}paintLegend(c,seen,view,theme,this.state.texts.loss_short)}};
function paintBands(canvas,survey,view,theme){const[width,height]=[Math.max(Math.round(view.width),1),Math.max(Math.round(
view.height),1)];Object.assign(canvas,{width,height});const c=canvas.getContext("2d");if(!c)return;const image=c.createImageData(
width,height);const pixels=new Uint32Array(image.data.buffer);const[rows,columns]=survey.shape;const[left2,right,bottom,
top]=survey.view;const bands=bandsOf(survey);const fills=survey.colours[theme.dark?"dark":"light"].map(hex=>packed(hex,255));
const edge=packed(theme.dark?"#FFFFFF":"#000000",theme.dark?46:52);const across=columnsOf(width,x=>(view.toPlane(x+.5,0).
x-left2)/(right-left2)*(columns-1),columns);let above=new Int8Array(width).fill(-1);let here=new Int8Array(width);for(let y=0;y<
height;y++){const v=(view.toPlane(0,y+.5).y-bottom)/(top-bottom)*(rows-1);const j=Math.min(Math.max(Math.floor(v),0),rows-
2);const t=v-j;if(v<-.5||v>rows-.5){here.fill(-1)}else{for(let x=0;x<width;x++){const i=across.cell[x];if(i<0){here[x]=-1;
continue}const s=across.share[x];const p=j*columns+i;const low=survey.loss[p]+s*(survey.loss[p+1]-survey.loss[p]);const high=survey.
loss[p+columns]+s*(survey.loss[p+columns+1]-survey.loss[p+columns]);here[x]=bands[Math.min(Math.max(Math.round(low+t*(high-
low)),0),survey.whole)>>4]}}for(let x=0;x<width;x++){if(here[x]<0)continue;const border=x>0&&here[x-1]>=0&&here[x-1]!==here[x]||
above[x]>=0&&above[x]!==here[x];pixels[y*width+x]=border?blended(fills[here[x]],edge):fills[here[x]]}[above,here]=[here,
above]}c.putImageData(image,0,0)}function bandsOf({whole,low,high,levels}){const bands=new Int8Array((whole>>4)+1);for(let q=0,
band=0;q<bands.length;q++){const loss=low+(high-low)*((q<<4)+8)/whole;while(band<levels.length-2&&loss>=levels[band+1])band++;
bands[q]=band}return bands}function columnsOf(width,place2,columns){const cell=new Int32Array(width);const share=new Float64Array(
width);for(let x=0;x<width;x++){const u=place2(x);cell[x]=u<-.5||u>columns-.5?-1:Math.min(Math.max(Math.floor(u),0),columns-
2);share[x]=u-cell[x]}return{cell,share}}function packed(hex,alpha){const[r,g,b]=[1,3,5].map(k=>parseInt(hex.slice(k,k+2),
16));return(alpha<<24|b<<16|g<<8|r)>>>0}function blended(under,over){const alpha=(over>>>24)/255;const mix=shift=>Math.round(
(under>>>shift&255)*(1-alpha)+(over>>>shift&255)*alpha)<<shift;return(255<<24|mix(16)|mix(8)|mix(0))>>>0}function paintField(c,survey,view,theme){
const[rows,columns]=survey.fieldShape;const[left2,right,bottom,top]=survey.view;const pixels=survey.scale*view.scale;c.strokeStyle=
c.fillStyle=theme.force;c.globalAlpha=.42;c.lineWidth=1.1;for(let j=0,p=0;j<rows;j++){for(let i=0;i<columns;i++,p+=2){const[
fx,fy]=[survey.field[p]*pixels,-survey.field[p+1]*pixels];const size=Math.hypot(fx,fy);if(size<2)continue;const{x,y}=view.
toScreen(left2+(right-left2)*(i+.5)/columns,bottom+(top-bottom)*(j+.5)/rows);const[ax,ay,bx,by]=[x-fx/2,y-fy/2,x+fx/2,y+
fy/2];c.beginPath();c.moveTo(ax,ay);c.lineTo(ax+.9*fx,ay+.9*fy);c.stroke();c.beginPath();head(c,ax,ay,bx,by,Math.min(5,2+
size/3));c.fill()}}c.globalAlpha=1}function target(c,x,y,radius,colour,width){c.strokeStyle=colour;c.lineWidth=width;c.beginPath();
c.arc(x,y,RING*radius,0,2*Math.PI);for(const[dx,dy]of[[1,0],[-1,0],[0,1],[0,-1]]){c.moveTo(x+RING*radius*dx,y+RING*radius*
dy);c.lineTo(x+TICK*radius*dx,y+TICK*radius*dy)}c.stroke()}function paintLegend(c,survey,view,theme,name){const fills=survey.
colours[theme.dark?"dark":"light"];const high=Math.min(LEGEND.high*theme.size,(view.height-LEGEND.top-120)/fills.length);
const x=view.width-LEGEND.right*theme.size;const bottom=LEGEND.top+18*theme.size+high*fills.length;c.globalAlpha=.85;c.fillStyle=
theme.background;c.fillRect(x-8,LEGEND.top-8,LEGEND.right*theme.size+4,bottom-LEGEND.top+18);c.globalAlpha=1;c.font=`600\
 ${12*theme.size}px ${theme.font}`;c.textAlign="left";c.textBaseline="middle";c.fillStyle=theme.text;c.fillText(name,x,LEGEND.
top+4);c.font=`${12*theme.size}px ${theme.font}`;c.strokeStyle=theme.muted;c.lineWidth=.8;const every=Math.ceil(13*theme.
size/high);fills.forEach((fill2,k)=>{c.fillStyle=fill2;c.fillRect(x,bottom-(k+1)*high,LEGEND.wide,high);c.strokeRect(x,bottom-
(k+1)*high,LEGEND.wide,high)});c.fillStyle=theme.text;const short=survey.levels.map(level=>digits(level).replace(/(\.\d*?)0+$/,
"$1").replace(/\.$/,""));const told=new Set(short).size===short.length?short:survey.levels.map(level=>String(Number(level.
toPrecision(7))));for(let k=0;k<=fills.length;k+=every)c.fillText(told[k],x+LEGEND.wide+5,bottom-k*high)}var asked=query=>matchMedia(`(${query})`);function wantsStillness(){return asked("prefers-reduced-motion: reduce").matches}
function forcesColours(){return asked("forced-colors: active").matches}function wantsContrast(){return asked("prefers-co\
ntrast: more").matches}function pointsByFinger(){return asked("pointer: coarse").matches}function onColours(act){for(const query of[
"prefers-color-scheme: dark","forced-colors: active","prefers-contrast: more"]){asked(query).addEventListener("change",act)}}var EDGE2=8;var EVEN=.001;var AIR=1.05;var View=class{constructor(){this.width=1;this.height=1;this.scale=150;this.scales=
[0,Infinity];this.room={top:0,right:0,bottom:0,left:0};this.x=0;this.y=0}get state(){return`${this.x}/${this.y}/${this.scale}\
/${this.width}/${this.height}`}toScreen(x,y){return{x:this.width/2+(x-this.x)*this.scale,y:this.height/2-(y-this.y)*this.
scale}}toPlane(x,y){return{x:this.x+(x-this.width/2)/this.scale,y:this.y-(y-this.height/2)/this.scale}}allowed(scale){return Math.
min(Math.max(scale,this.scales[0]),this.scales[1])}pan(dx,dy){this.x-=dx/this.scale;this.y+=dy/this.scale}zoom(factor,x=this.
width/2,y=this.height/2){const before=this.toPlane(x,y);this.scale=this.allowed(this.scale*factor);const after=this.toPlane(
x,y);this.x+=before.x-after.x;this.y+=before.y-after.y}shows({left:left2,right,bottom,top},{x,y,scale}=this){const[wide,
high]=[(this.width/2-EDGE2)/scale,(this.height/2-EDGE2)/scale];return left2>=x-wide&&right<=x+wide&&bottom>=y-high&&top<=
y+high}outside(points){const[low,high]=[this.toPlane(0,this.height),this.toPlane(this.width,0)];let count=0;for(let p=0;p<
points.length;p+=2){const[x,y]=[points[p],points[p+1]];if(!(x>=low.x&&x<=high.x&&y>=low.y&&y<=high.y))count++}return count}fitted({
left:left2,right,bottom,top},[leastWide,leastHigh]){const wide=Math.max(right-left2,leastWide);const high=Math.max(top-bottom,
leastHigh);const{width,height,room}=this;const scale=this.allowed(Math.min((width-room.left-room.right)/wide,(height-room.
top-room.bottom)/high));return{x:(left2+right)/2-(room.left-room.right)/2/scale,y:(bottom+top)/2+(room.top-room.bottom)/
2/scale,scale}}widened({left:left2,right,bottom,top}){const{room}=this;const[low,high]=[this.toPlane(room.left,this.height-
room.bottom),this.toPlane(this.width-room.right,room.top)];const all={left:Math.min(left2,low.x),right:Math.max(right,high.
x),bottom:Math.min(bottom,low.y),top:Math.max(top,high.y)};return this.fitted(all,[0,0])}};function between(from,to,share){
if(share>=1)return to;const ratio=from.scale/to.scale;const even2=Math.abs(Math.log(ratio))<EVEN;const moved=even2?share:
(ratio**share-1)/(ratio-1);return{x:from.x+moved*(to.x-from.x),y:from.y+moved*(to.y-from.y),scale:from.scale/ratio**share}}
function reached({n,positions,frames,margin,status,domain},centre){const{box}=DOMAINS[domain];if(!n&&!box)return{left:-margin,
right:margin,bottom:-margin,top:margin};let[left2,right,bottom,top]=box??[Infinity,-Infinity,Infinity,-Infinity];const shown=status===
"diverged"?1:frames;for(let frame=0;frame<shown;frame++){for(let p=0;p<n;p++){const x=positions[(frame*n+p)*2];const y=positions[(frame*
n+p)*2+1];const r=p===centre?margin:0;left2=Math.min(left2,x-r);right=Math.max(right,x+r);bottom=Math.min(bottom,y-r);top=
Math.max(top,y+r)}}return{left:left2,right,bottom,top}}function leastShown({domain,margin}){const{box}=DOMAINS[domain];const[
wide,high]=box?[box[1]-box[0],box[3]-box[2]]:[2*margin,2*margin];return[AIR*wide,AIR*high]}var GLIDE=400;var Camera=class{constructor(){this.view=new View;this.automatic=true;this.glide=null;this.pending=null}get moves(){
return this.glide!==null||this.pending!==null}take(){this.automatic=false;this.stop()}stop(){this.glide=null}fit(run,centre,smoothly){
this.automatic=true;this.pending=null;this.go(this.view.fitted(reached(run,centre),leastShown(run)),smoothly)}go(to,smoothly){
const{x,y,scale}=this.view;const jumps=!smoothly||wantsStillness();this.glide=jumps?null:{from:{x,y,scale},to,start:-1};
if(jumps)Object.assign(this.view,to)}notice(old,run){const seen=this.pending?.seen??(this.automatic||this.view.shows(reached(
old,null)));const circle=(this.pending?.circle??false)||old.margin!==run.margin;this.pending={seen,circle}}follow(run,centre){
if(!this.pending)return;const{seen,circle}=this.pending;this.pending=null;const box=reached(run,circle?centre:null);if(!seen||
run.status==="diverged"||this.view.shows(box,this.glide?.to))return;if(this.automatic)this.fit(run,centre,true);else this.
go(this.view.widened(box),true)}advance(now){const{glide,view}=this;if(!glide)return;if(glide.start<0)glide.start=now;const share=Math.
min(Math.max((now-glide.start)/GLIDE,0),1);Object.assign(view,between(glide.from,glide.to,eased(share)));if(share>=1)this.
glide=null}resize(width,height,{run,selected,busy}){const{view,glide}=this;const before=[view.width,view.height];if(before[0]===
(width||1)&&before[1]===(height||1))return;if(glide)Object.assign(view,glide.to);this.glide=null;Object.assign(view,{width:width||
1,height:height||1});if(run&&(before[0]<=1||this.automatic&&!busy))this.fit(run,selected,false);else if(run)view.scale*=
Math.min(view.width/before[0],view.height/before[1])}};function eased(share){return share*share*(3-2*share)}var FINGER=12;var SIGN=26;var ROWS=2**26;var Picture=class{constructor(state,player,redraw){this.state=state;this.player=
player;this.redraw=redraw;this.camera=new Camera;this.dense=new Dense;this.stamps=new Stamps;this.pushers={moment:"",pairs:[]};
this.theme={dark:false,text:"#000",muted:"#666",background:"#fff",line:"#eee",spring:"#d00",force:"#00f",font:"sans-seri\
f",size:1};this.ratio=1;this.arrows=.5;this.handle={of:-1,serial:-1,angle:0};this.shown=new Float32Array(0);this.force=new Float32Array(
0)}readTheme(root){const style=getComputedStyle(root);const read2=(name,fallback)=>style.getPropertyValue(name).trim()||
fallback;const system=forcesColours();const background=system?"Canvas":read2("--st-background-color","#ffffff");const dark=luminance(
background)<.4;const tone=dark?"dark":"light";const text=system?"CanvasText":read2("--st-text-color",LOOK.ink[tone]);const theme={
dark,background,text,muted:system||wantsContrast()?text:LOOK.muted[tone],line:dark?"rgba(255,255,255,0.07)":"rgba(20,30,\
50,0.075)",spring:LOOK.spring[tone],force:LOOK.force[tone],font:read2("--st-font","sans-serif"),size:Number(read2("--k",
"1"))||1};if(JSON.stringify(theme)===JSON.stringify(this.theme))return false;this.theme=theme;root.dataset.tone=tone;for(const name of[
"spring","force","muted"])root.style.setProperty(`--${name}`,theme[name]);return true}get view(){return this.camera.view}get moves(){
return this.player.playing||this.state.busy||this.camera.glide!==null}get outside(){return this.view.outside(this.shown)}get frame(){
return this.player.frame}get phase(){return this.player.phase}number(column){return this.player.number(this.player.frame,
column)}get sizes(){const{sizes}=LOOK.points;return sizes.find(({points})=>this.state.n<=points)??sizes[sizes.length-1]}get pointRadius(){
const{alone,roomy,power,least}=LOOK.points;const{radius}=this.sizes;if(this.state.n<=alone)return radius;const room=Math.
min(Math.min(this.view.width,this.view.height)/roomy,1)**power;return Math.max(radius*room,least)}get crowd(){const{alone}=LOOK.
points;return this.state.n<=alone?1:Math.sqrt(alone/this.state.n)}pushing(springs){const moment2=this.moment();if(this.pushers.
moment===moment2)return this.pushers.pairs;const{shown}=this;const reach=this.state.reach(0)**2;const pairs=[];for(let from=0;from<
springs.total;){const{i,j,similar,count}=springs.block(from);for(let k=0;k<count;k++){const[dx,dy]=[shown[2*i[k]]-shown[2*
j[k]],shown[2*i[k]+1]-shown[2*j[k]+1]];if(!similar[k]&&dx*dx+dy*dy<reach)pairs.push(i[k],j[k])}from+=count}this.pushers=
{moment:moment2,pairs};return pairs}moment(){const{run,dragging,margin}=this.state;const held=dragging?`${dragging.points.
length} ${dragging.places[0]} ${dragging.places[1]}`:"";return`${run?.serial}/${this.player.time}/${held}/${margin}/${this.
view.state}`}classColour(label2){const{colours}=LOOK;return colours[label2%colours.length]}classShape(label2){const{shapes}=LOOK;
return shapes[(label2+Math.floor(label2/shapes.length))%shapes.length].name}className(label2){const name=this.state.run?.
classes[label2];if(name!==void 0)return name;return label2<26?String.fromCharCode(65+label2):String(label2+1)}look(i){const{
theme}=this;const{selected}=this.state;const run=this.state.run;const label2=run.labels[i];const small=this.pointRadius<
LOOK.points.small;const{outline:byClass,seen}=this.sizes;const line=width2=>small?LOOK.points.thin:width2;const edge=small?
theme.background:theme.text;if(selected===null){return{shape:this.classShape(label2),fill:this.classColour(label2),stroke:edge,
width:line(byClass)}}if(i===selected)return{shape:"circle",fill:theme.force,stroke:theme.text,width:byClass};const tie=this.
state.springs&&selected<this.state.springs.n?this.state.springs.ties(selected)[i]:0;const width=line(seen);if(!tie)return{
shape:"circle",fill:theme.muted,stroke:theme.muted,width};return{shape:"circle",fill:tie&1?theme.text:theme.background,stroke:theme.
text,width}}paintClass(canvas,label2){const across=Math.ceil(SIGN*this.ratio);Object.assign(canvas,{width:across,height:across});
const c=canvas.getContext("2d");if(!c)return;c.scale(across/40,across/40);c.beginPath();outline(c,this.classShape(label2),
20,this.classShape(label2)==="triangle"?22:20,12);c.fillStyle=this.classColour(label2);c.strokeStyle=this.theme.text;c.lineWidth=
3;c.fill();c.stroke()}place(i){return this.view.toScreen(this.shown[2*i],this.shown[2*i+1])}pointAt(x,y,slack){const{n,selected,
selection}=this.state;const away=i=>{const at2=this.place(i);return Math.hypot(at2.x-x,at2.y-y)};if(selected!==null&&selected<
n&&away(selected)<=this.pointRadius)return selected;let[best,distance]=[null,this.pointRadius+slack];for(let i=0;i<n;i++){
const far=away(i)-(selection.has(i)?.5:0);if(far<distance)[best,distance]=[i,far]}return best}stack(i){const{x,y}=this.place(
i);const reach=Math.max(this.pointRadius,pointsByFinger()?FINGER:0)**2;const near=j=>{const at2=this.place(j);return(at2.
x-x)**2+(at2.y-y)**2<reach};return Array.from({length:this.state.n},(_,j)=>j).filter(near)}groups(){const{n,selection}=this.
state;const{together}=LOOK.points;const rank=i=>i===selection.first?2:Number(selection.others.has(i));const groups=[];const cells=new Map;
for(let i=0;i<n;i++){const{x,y}=this.place(i);const[cx,cy]=[Math.floor(x/together),Math.floor(y/together)];let mine=null;
for(let a=-1;a<=1&&mine===null;a++){for(let b=-1;b<=1&&mine===null;b++){for(const g of cells.get((cx+a)*ROWS+cy+b)??[]){
if((groups[g].x-x)**2+(groups[g].y-y)**2<together**2)mine=g}}}if(mine===null){mine=groups.push({front:i,count:0,x,y})-1;
const here=cells.get(cx*ROWS+cy);if(here)here.push(mine);else cells.set(cx*ROWS+cy,[mine])}groups[mine].count++;if(rank(
i)>rank(groups[mine].front))groups[mine].front=i}return groups.sort((a,b)=>rank(a.front)-rank(b.front))}compose(){const{
player}=this;const{run}=this.state;if(!run)return;const size=2*run.n;if(this.shown.length!==size){this.shown=new Float32Array(
size);this.force=new Float32Array(size)}const k=player.frame;const share=player.share;const[a,b]=[k*size,Math.min(k+1,run.
frames-1)*size];if(run.smooth&&share>0)this.between(run,k,share);else{for(let p=0;p<size;p++){this.shown[p]=run.positions[a+
p]+share*(run.positions[b+p]-run.positions[a+p])}}for(let p=0;p<size;p++){this.force[p]=run.forces[a+p]+share*(run.forces[b+
p]-run.forces[a+p])}const{dragging}=this.state;dragging?.points.forEach((i,at2)=>{if(i<run.n)this.shown.set(dragging.places.
slice(2*at2,2*at2+2),2*i)})}between({positions,frames,n},k,share){const{times}=this.player;const size=2*n;const h=times[k+
1]-times[k];const before=k>0?times[k]-times[k-1]:0;const after=k+2<frames?times[k+2]-times[k+1]:0;const s=share;const[rise,
into,out]=[s*s*(3-2*s),s*(1-s)*(1-s)*h,s*s*(s-1)*h];for(let p=0,q=k*size;p<size;p++,q++){const here=positions[q];const way=positions[q+
size]-here;const speed=way/h;const first=before>0?steady((here-positions[q-size])/before,speed,before,h):speed;const last=after>
0?steady(speed,(positions[q+2*size]-here-way)/after,h,after):speed;this.shown[p]=here+rise*way+into*first+out*last}}resize(width,height){
this.camera.resize(width,height,this.state)}fit(smoothly=true){if(this.state.run)this.camera.fit(this.state.run,this.state.
selected,smoothly);this.redraw()}follow(){const{run,selected,show}=this.state;if(run)this.camera.follow(run,show.margin?
selected:null)}recall({x,y,scale,width,height,follows}){const{camera,view}=this;this.fit(false);camera.automatic=follows;
if(follows&&(width!==Math.round(view.width)||height!==Math.round(view.height)))return;Object.assign(view,{x,y,scale:view.
allowed(scale)})}zoom(factor){this.camera.take();this.view.zoom(factor);this.redraw()}pan(dx,dy){this.camera.take();this.
view.pan(dx,dy);this.redraw()}};function steady(a,b,before,after){if(a*b<=0)return 0;const part=(before+2*after)/(3*(before+
after));return a*b/(part*b+(1-part)*a)}function luminance(colour){const c=document.createElement("canvas").getContext("2\
d");if(!c)return 1;c.fillStyle=colour;c.fillRect(0,0,1,1);const[r,g,b]=c.getImageData(0,0,1,1).data;return(.2126*r+.7152*
g+.0722*b)/255}var SIDE=9;var[HEAD,FOOT]=[8,5];var NOTHING=1e-9;var TOPS=[1,1.5,2,3,4,5,6,8,10];function lossTop(run,losses){let most=0;
for(let k=0;k<run.frames;k++){const loss=run.numbers[k*COLUMNS+COLUMN.loss];if(Number.isFinite(loss))most=Math.max(most,
loss)}const unit=losses.scale(run.margin);if(!(most>NOTHING*unit))most=losses.loss(0,0)*unit;const power=Math.floor(Math.
log10(most));const part=most/10**power;const top=TOPS.find(x=>x>=part*(1-1e-9))??10;return Number(`${top}e${power}`)}function topText(loss){
if(loss>=.001&&loss<1e5)return String(loss);return loss.toExponential().replace("e-","e−").replace("e+","e")}function drawTimeline(c,run,player,theme,most,width,height){
c.clearRect(0,0,width,height);if(!run)return;const[left2,right,top,bottom]=[SIDE,width-SIDE,HEAD,height-FOOT];c.strokeStyle=
theme.line;c.lineWidth=1;c.beginPath();for(const y2 of[top,bottom]){c.moveTo(0,Math.round(y2)+.5);c.lineTo(width,Math.round(
y2)+.5)}c.stroke();const total=player.times[run.frames-1]||1;const x=time=>left2+time/total*(right-left2);const y=loss2=>bottom-
Math.min(loss2/most,1)*(bottom-top);const trace=()=>{c.beginPath();for(let k=0;k<run.frames;k++)c.lineTo(x(player.times[k]),
y(run.numbers[k*COLUMNS+COLUMN.loss]));if(run.frames===1)c.lineTo(right,y(run.numbers[COLUMN.loss]))};trace();c.lineTo(right,
bottom);c.lineTo(left2,bottom);c.closePath();c.globalAlpha=.14;c.fillStyle=theme.force;c.fill();c.globalAlpha=1;trace();
c.strokeStyle=theme.force;c.lineWidth=1.8;c.stroke();const now=run.frames===1?left2:x(player.time);const loss=player.number(
player.frame,COLUMN.loss);c.strokeStyle=c.fillStyle=theme.text;c.lineWidth=2;c.beginPath();c.moveTo(now,2);c.lineTo(now,
height-2);c.stroke();c.beginPath();c.arc(now,y(loss),5,0,2*Math.PI);c.fill()}var KEY_GESTURE=900;var MARGIN_STEP=.05;var STILL=120;var ALONGSIDE=new Set(["add","pin","label","springs","tie"]);var Hand=class{constructor(board){
this.state=board.state;this.log=board.log;this.picture=board.picture;this.player=board.player;this.speech=board.speech;this.
act=board;this.moved=0;this.gesture=Date.now()%1e9;this.before={};this.keyGesture={gesture:0,what:"",until:0};this.afterwards=
[]}newGesture(){return++this.gesture}get still(){return performance.now()-this.moved>STILL}again(){const{dragging,marginDrag,
slider}=this.state;if(dragging)this.sendDrag(true);else if(marginDrag)this.sendMargin(true);else if(slider){this.log.push(
slider.name,{value:slider.value,gesture:slider.gesture,live:true})}}acknowledged(ack){const due=this.afterwards.filter(({
seq})=>seq<=ack);this.afterwards=this.afterwards.filter(({seq})=>seq>ack);for(const{act}of due)act();const done=held=>held!==
null&&held.last>0&&ack>=held.last;const{state}=this;if(done(state.dragging))state.dragging=null;if(done(state.marginDrag))
state.marginDrag=null;if(done(state.slider))state.slider=null}change(op,args={},fit=false){if(!ALONGSIDE.has(op))this.act.
letGo();const seq=this.log.push(op,args);if(fit)this.after(seq,()=>this.picture.fit());this.act.changed();return seq}after(seq,act){
this.afterwards.push({seq,act})}loadPreset(id,seed=this.seed){const preset=this.state.choices.presets.find(p=>p.id===id);
if(!preset)return;this.player.begin();const seq=this.change("preset",{id,seed});this.after(seq,()=>{this.speech.say(fill(
this.state.texts.spoken_scene,{title:preset.title}));this.act.select(preset.focus!==null&&this.state.run&&this.state.run.
n>preset.focus?preset.focus:null);this.picture.fit()})}loadNext(by){const{presets}=this.state.choices;const now=presets.
findIndex(p=>p.id===this.preset);this.loadPreset(presets[(Math.max(now,0)+by+presets.length)%presets.length].id)}reset(){
if(this.state.run&&this.state.run.preset)this.loadPreset(this.state.run.preset)}get preset(){return this.log.newest("pre\
set")?.id??this.state.run?.preset??""}get seed(){const{log}=this;const{run}=this.state;return(log.newest("preset")??log.
newest("scatter")??run??{seed:0}).seed}scatter(seed){const preset=this.state.choices.presets.find(p=>p.id===this.state.run?.
preset);if(preset&&preset.random)this.loadPreset(preset.id,seed);else this.change("scatter",{seed},true)}toggleDomain(){
const now=this.log.newest("domain")?.value??this.state.run?.domain;this.change("domain",{value:now==="circle"?"plane":"c\
ircle"},true)}nudge(){this.player.begin();this.change("nudge",{seed:this.seed})}addAt(x,y){const at2=this.picture.view.toPlane(
x,y);const keyboard=this.state.keyboard;const seq=this.change("add",{x:rounded(at2.x,this.picture.view.scale),y:rounded(
at2.y,this.picture.view.scale),label:this.state.nextClass,to:this.state.run?.kind==="pairs"?this.state.selected??-1:-1});
this.after(seq,()=>{if(keyboard&&this.state.run)this.act.select(this.state.run.n-1);else this.speech.say(fill(this.state.
texts.spoken_added,placeText(this.picture.view,at2.x,at2.y)))})}startDrag(i){const{selection}=this.state;if(!selection.has(
i))this.act.select(i);const points=[i,...selection.all.filter(j=>j!==i)];const places2=points.flatMap(j=>[...this.picture.
shown.subarray(2*j,2*j+2)]);this.state.dragging={points,places:places2,gesture:this.newGesture(),last:0};this.before={places:places2}}drag(x,y){
const{dragging}=this.state;if(!dragging)return;const at2=this.picture.view.toPlane(x,y);const{scale}=this.picture.view;dragging.
places=this.carried(this.before.places,this.within(rounded(at2.x,scale),rounded(at2.y,scale)));this.moved=performance.now();
this.sendDrag(true)}within(x,y){const most=this.state.choices.limits.coordinate;const clamped=z=>Math.min(Math.max(z,-most),
most);return DOMAINS[this.state.run?.domain??"plane"].nearest(clamped(x),clamped(y))}carried(places2,to){const{scale}=this.
picture.view;const{carried}=DOMAINS[this.state.run?.domain??"plane"];const from={x:places2[0],y:places2[1]};const there=[
to.x,to.y];for(let k=2;k<places2.length;k+=2){const at2=carried({x:places2[k],y:places2[k+1]},from,to);const{x,y}=this.within(
rounded(at2.x,scale),rounded(at2.y,scale));there.push(x,y)}return there}sendDrag(live){if(!this.state.dragging)return;const{
points,places:places2,gesture}=this.state.dragging;this.state.dragging.last=0;const seq=this.sendPlaces(points,places2,gesture,
live);if(!live)this.state.dragging.last=seq}sendPlaces(points,places2,gesture,live){const[x,y]=[0,1].map(axis=>places2.filter(
(_,k)=>k%2===axis));const args=points.length===1?{i:points[0],x:x[0],y:y[0]}:{i:points,x,y};return this.log.push("move",
{...args,gesture,live})}endDrag(){this.sendDrag(false);if(this.state.dragging)this.tellPlaces(this.state.dragging.points,
this.state.dragging.places)}tellPlaces(points,[x,y]){const t=this.state.texts;const values={i:points[0]+1,n:points.length,
...placeText(this.picture.view,x,y)};this.speech.sayLast(fill(points.length>1?t.spoken_moved_several:t.spoken_moved,values))}startMargin(){
if(this.state.selected===null||!this.state.run)return;const{margin:value}=this.state.run;this.state.marginDrag={value,angle:0,
gesture:this.newGesture(),last:0};this.before={value}}dragMargin(at2){if(!this.state.marginDrag||this.state.selected===null)
return;const centre=this.picture.place(this.state.selected);const{view,pointRadius}=this.picture;const radius=radiusOf(Math.
hypot(at2.x-centre.x,at2.y-centre.y),pointRadius);this.state.marginDrag.value=this.marginNear(radius/view.scale);this.state.
marginDrag.angle=Math.atan2(centre.y-at2.y,at2.x-centre.x);this.moved=performance.now();this.sendMargin(true);this.act.changed()}sendMargin(live){
const{value,gesture}=this.state.marginDrag;return this.log.push("margin",{value,gesture,live})}endMargin(){if(!this.state.
marginDrag)return;this.state.marginDrag.last=this.sendMargin(false);this.speech.sayLast(fill(this.state.texts.margin_value,
{value:lengthText(this.state.marginDrag.value)}))}cancel(before=this.before){const{state,player}=this;const held=state.dragging??
state.marginDrag??state.slider;if(!held||held.last)return;const serial=state.run?.serial;held.last=this.log.push("cancel",
{gesture:held.gesture});Object.assign(held,before);this.after(held.last,()=>{const{run}=state;if(!run||run.serial===serial)
return;player.take(run,null);player.seek(run.cursor)});this.act.changed()}tune(name,value,gesture,live){this.moved=performance.
now();const seq=this.log.push(name,{value,gesture,live});this.state.slider={name,value,gesture,last:live?0:seq};this.act.
changed()}marginNear(length){const{sliders,margins}=this.state.choices;if(margins)return margins.reduce((best,m)=>Math.abs(
m-length)<Math.abs(best-length)?m:best);const[{min,max}]=sliders.filter(({id})=>id==="margin");return Math.round(Math.min(
Math.max(length,min),max)*100)/100}tuneBy(by){if(!this.state.run)return;const{margins}=this.state.choices;const from=this.
log.newest("margin")?.value??this.state.run.margin;const value=margins?margins[Math.min(Math.max(margins.indexOf(from)+by,
0),margins.length-1)]:this.marginNear(from+by*MARGIN_STEP);this.log.push("margin",{value,gesture:this.keyed("margin"),live:false});
this.speech.sayLast(fill(this.state.texts.margin_value,{value:lengthText(value)}))}keyed(what){const now=performance.now();
if(this.keyGesture.what!==what||now>this.keyGesture.until)this.keyGesture.gesture=this.newGesture();Object.assign(this.keyGesture,
{what,until:now+KEY_GESTURE});return this.keyGesture.gesture}nudgeSelected(dx,dy){if(this.state.selected===null||!this.state.
run)return;const{log,picture}=this;const{run,selection}=this.state;const points=selection.all;const last=log.newest("mov\
e");const waits=last!==void 0&&[last.i].flat().join()===points.join();const from=waits?points.flatMap((_,k)=>[[last.x].flat()[k],
[last.y].flat()[k]]):points.flatMap(i=>[...picture.shown.subarray(2*i,2*i+2)]);const places2=this.carried(from,this.within(
from[0]+dx*run.margin,from[1]+dy*run.margin));this.sendPlaces(points,places2,this.keyed(`move ${points}`),false);this.tellPlaces(
points,places2)}place(typed){const{selected}=this.state;if(selected===null)return;const[name,value]=Object.entries(typed)[0];
if(Object.keys(typed).length>1)this.change("move",{i:selected,...typed,gesture:0,live:false});else this.change(name,{i:selected,
value})}get chosen(){const{all}=this.state.selection;return all.length===1?all[0]:all}deletePoint(){const{selected,selection,
texts:t}=this.state;if(selected===null)return;const seq=this.change("delete",{i:this.chosen});const words=selection.count>
1?t.spoken_deleted_several:t.spoken_deleted;this.speech.say(fill(words,{i:selected+1,n:selection.count}));this.act.select(
null);this.after(seq,()=>this.act.select(null))}togglePin(){const{selected,selection,texts:t}=this.state;if(selected===null)
return;const on=!this.allPinned;this.change("pin",{i:this.chosen,on});const one=on?t.spoken_pinned:t.spoken_unpinned;const several=on?
t.spoken_pinned_several:t.spoken_unpinned_several;this.speech.say(fill(selection.count>1?several:one,{i:selected+1,n:selection.
count}));this.act.changed()}pinned(i){const newest=this.log.newest("pin");return concerns(newest,i)?newest.on:this.state.
run?.pinned.has(i)??false}get allPinned(){return this.state.selection.all.every(i=>this.pinned(i))}setClass(label2){const{
selected,selection,texts:t}=this.state;if(selected===null)return;this.change("label",{i:this.chosen,label:label2});const words=selection.
count>1?t.spoken_class_several:t.spoken_class;this.speech.sayLast(fill(words,{i:selected+1,n:selection.count,name:this.picture.
className(label2)}))}classOf(i){const newest=this.log.newest("label");return concerns(newest,i)?newest.label:this.state.
run?.labels[i]??0}setNextClass(label2){this.state.nextClass=label2;const words=fill(this.state.texts.spoken_next_class,{
name:this.picture.className(label2)});if(this.state.selected===null)this.speech.sayLast(words);this.act.changed()}setSprings(kind){
if(this.state.run&&kind!==this.state.run.kind&&kind!=="neighbours")this.change("springs",{kind})}tie(i,j,add){if(i===j||
!this.state.springs)return;const now=this.state.springs.between(i,j);const similar=this.state.tool==="similar"||add&&this.
state.tool!=="cut"&&now.similar;const dissimilar=this.state.tool==="dissimilar"||add&&this.state.tool!=="cut"&&now.dissimilar;
if(similar!==now.similar||dissimilar!==now.dissimilar)this.setTie(i,j,similar,dissimilar)}setTie(i,j,similar,dissimilar){
this.change("tie",{i,j,similar,dissimilar});const kind=similar?dissimilar?"both":"similar":dissimilar?"dissimilar":"none";
this.speech.say(fill(this.state.texts[`spoken_tie_${kind}`],{i:i+1,j:j+1}))}retie(k,add){const{springs}=this.state;if(!springs)
return;const[i,j]=springs.ends(k);const alike=springs.similar(k)===1;if(this.state.tool==="cut")this.tie(i,j,false);else
this.setTie(i,j,add||!alike,add||alike)}useTool(tool){this.state.tool=tool;this.state.anchor=this.state.ties&&this.state.
keyboard?this.state.selected:null;this.speech.say(this.state.texts[`tool_${tool}`]);this.act.changed()}undo(){this.after(
this.change("undo"),()=>this.speech.say(this.state.texts.spoken_undone))}redo(){this.after(this.change("redo"),()=>this.
speech.say(this.state.texts.spoken_redone))}share(kind){this.log.push("share",{kind})}};function concerns(command,i){return command!==
void 0&&[command.i].flat().includes(i)}function rounded(x,scale){const unit=10**Math.ceil(Math.log10(scale*10));return Math.
round(x*unit)/unit}var NUDGE=.05;var ARROWS={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,1],ArrowDown:[0,-1]};var PLACES={BracketLeft:"[",
BracketRight:"]",Comma:",",Period:".",Minus:"-",Equal:"="};var FIELDS="textarea, input:not([type=range]), [contenteditab\
le]";var OWN=[["select",/^(.|Process|Enter|Arrow.*|Home|End|Page.*)$/],["input[type=range]",/^(Arrow.*|Home|End|Page.*)$/],
["button, a, summary",/^( |Enter)$/]];function pressed(board,event){const key=keyOf(event);const{state,hand}=board;if(event.
altKey)return false;if(event.ctrlKey||event.metaKey)return state.editable&&shortcut(board,key,event.shiftKey);if(key in ARROWS)
return arrow(board,ARROWS[key],event.shiftKey?.2:1);if(state.editable&&/^[1-9]$/.test(key)&&Number(key)<=state.classes){
if(state.selected!==null)hand.setClass(Number(key)-1);hand.setNextClass(Number(key)-1);return true}const action=LOOKING[key]??
(state.editable?CHANGING[key]:void 0);if(!action)return false;action(board,event);return true}function keyOf({key,code,shiftKey}){
const composing=key==="Process";if(key.length>1&&!composing)return key;const written=key.toLowerCase();if(!composing&&(/[a-z0-9]/.
test(written)||written in LOOKING))return written;const[,letter,digit]=/^(?:Key([A-Z])|Digit(\d))$/.exec(code)??[];return letter?.
toLowerCase()??(shiftKey?void 0:digit??PLACES[code])??written}function keeps(control,{key,ctrlKey,metaKey}){if(control.matches(
FIELDS))return true;return!ctrlKey&&!metaKey&&OWN.some(([kind,keys])=>control.matches(kind)&&keys.test(key))}function asksHistory(event){
return(event.ctrlKey||event.metaKey)&&/^[zy]$/.test(keyOf(event))}function arrow({state,hand,picture},[dx,dy],size){if(!state.
editable||state.selected===null)picture.pan(-dx*40*size,dy*40*size);else if(!state.ties)hand.nudgeSelected(dx*NUDGE*size,
dy*NUDGE*size);else return false;return true}function shortcut(board,key,shift){const{hand}=board;if(key==="z"){if(shift)
hand.redo();else hand.undo();return true}if(key==="y"){hand.redo();return true}if(key==="a"){board.selectEvery();return true}
return false}var LOOKING={"]":board=>board.selectNext(1),"[":board=>board.selectNext(-1),n:(board,event)=>board.selectNext(
event.shiftKey?-1:1),m:({hand},event)=>hand.tuneBy(event.shiftKey?-1:1)," ":board=>board.togglePlay(),".":board=>board.stepBy(
1),",":board=>board.stepBy(-1),Home:board=>board.restart(),End:board=>board.scrub(Infinity),"+":({picture})=>picture.zoom(
1.25),"=":({picture})=>picture.zoom(1.25),"-":({picture})=>picture.zoom(.8),0:({picture})=>picture.fit(),Escape:board=>board.
escape(),"?":({panel})=>panel.at.help.showModal()};var CHANGING={a:({hand,picture})=>hand.addAt(picture.view.width/2,picture.
view.height/2),Enter:board=>board.enter(),Delete:({hand})=>hand.deletePoint(),Backspace:({hand})=>hand.deletePoint(),p:({
hand})=>hand.togglePin(),s:({hand})=>hand.useTool("similar"),d:({hand})=>hand.useTool("dissimilar"),x:({hand})=>hand.useTool(
"cut"),v:({hand})=>hand.useTool("several"),e:({exporter})=>exporter?.open(),PageDown:({hand})=>hand.loadNext(1),PageUp:({
hand})=>hand.loadNext(-1)};function pageScrolls(element){if(window.parent!==window)return true;for(let at2=around(element);at2;at2=around(at2)){const more=at2.
scrollHeight>at2.clientHeight+1;if(more&&(at2===document.scrollingElement||/auto|scroll/.test(getComputedStyle(at2).overflowY)))
return true}return false}function around(element){const root=element.getRootNode();return element.parentElement??(root instanceof
ShadowRoot?root.host:null)}var CLICK_SLOP={mouse:4,touch:9,pen:6};var HOVERED=500;var NEAR={mouse:5,touch:18,pen:9};var Pointer=class{constructor(board,stage){
this.state=board.state;this.picture=board.picture;this.hand=board.hand;this.act=board;this.stage=stage;this.down=new Map;
this.grip=null;const listen=(name,act)=>stage.addEventListener(name,act,{passive:false});listen("pointerdown",event=>this.
press(event));listen("pointermove",event=>this.move(event));listen("pointerup",event=>this.release(event,true));listen("\
pointercancel",event=>this.release(event,false));listen("pointerleave",()=>this.leave());listen("wheel",event=>this.wheel(
event));listen("touchstart",event=>this.touched(event));listen("contextmenu",event=>event.preventDefault())}place(event){
const box=this.stage.getBoundingClientRect();return{x:event.clientX-box.left,y:event.clientY-box.top}}under(at2,kind){const{
state,picture}=this;const near=NEAR[kind]??NEAR.mouse;const i=picture.pointAt(at2.x,at2.y,near);if(i!==null)return{point:i};
if(state.selected!==null&&state.show.margin&&!state.ties&&state.tunesMargin){const handle=handleAt(state,picture,state.selected);
if(Math.hypot(handle.x-at2.x,handle.y-at2.y)<9+near)return{handle:true}}return{}}press(event){if(event.button>0)return;const{
act,state}=this;const at2=this.place(event);this.stage.focus({preventScroll:true});act.usesKeyboard(false);this.stage.setPointerCapture(
event.pointerId);this.down.set(event.pointerId,at2);this.picture.camera.stop();event.preventDefault();if(this.down.size===
2){this.drop(false);const[a,b]=[...this.down.values()];this.grip={pinch:true,distance:Math.hypot(a.x-b.x,a.y-b.y),middle:{
x:(a.x+b.x)/2,y:(a.y+b.y)/2}};return}if(this.down.size>2)return;const found=this.under(at2,event.pointerType);this.grip=
{...found,held:state.editable?found.point:void 0,start:at2,last:at2,kind:event.pointerType,moved:false,pans:event.pointerType!==
"touch"||!pageScrolls(this.stage),id:event.pointerId,add:event.shiftKey,bands:state.editable&&this.bands(found,event),several:event.
ctrlKey||event.metaKey||event.shiftKey&&state.tool==="several"};state.pointerAt=at2}move(event){const{act,state,picture,
hand,grip}=this;const at2=this.place(event);state.pointerAt=at2;if(!this.down.has(event.pointerId)){this.hover(at2,event.
pointerType);return}this.down.set(event.pointerId,at2);if(!grip)return;if(grip.pinch){this.pinch();return}const slop=CLICK_SLOP[grip.
kind]??CLICK_SLOP.mouse;if(!grip.moved&&Math.hypot(at2.x-grip.start.x,at2.y-grip.start.y)<slop)return;if(!grip.moved){grip.
moved=true;if(grip.bands)this.startBand(grip);else if(grip.handle)hand.startMargin();else if(grip.held!==void 0&&!state.
ties)hand.startDrag(grip.held);else if(grip.held!==void 0)state.anchor=grip.held}if(state.band)this.stretch(state.band,at2);else if(grip.
handle)hand.dragMargin(at2);else if(grip.held!==void 0&&!state.ties)hand.drag(at2.x,at2.y);else if(grip.held===void 0){if(grip.
pans)picture.pan(at2.x-grip.last.x,at2.y-grip.last.y)}else state.hoverPoint=picture.pointAt(at2.x,at2.y,6);grip.last=at2;
act.redraw()}touched(event){const{grip}=this;const ours=!grip||grip.handle||grip.held!==void 0||grip.pans||grip.bands;if(this.
down.size>1||ours)event.preventDefault()}bands({point,handle},{shiftKey}){const{state}=this;const onSelected=point!==void 0&&
state.selection.has(point);return!onSelected&&(state.tool==="several"?!handle:state.tool==="move"&&shiftKey)}startBand(grip){
const{state}=this;grip.before=state.selection.all;state.band={from:grip.start,to:grip.start,before:grip.several?grip.before:
[]}}stretch(band,to){const{state,picture,grip}=this;band.to=to;state.selection.set(pointsIn(picture,state.n,band),grip.before[0]??
null)}pinch(){const{act,picture,grip}=this;const[a,b]=[...this.down.values()];if(!b)return;const distance=Math.hypot(a.x-
b.x,a.y-b.y);const middle={x:(a.x+b.x)/2,y:(a.y+b.y)/2};picture.camera.take();picture.view.zoom(distance/Math.max(grip.distance,
1),middle.x,middle.y);picture.view.pan(middle.x-grip.middle.x,middle.y-grip.middle.y);Object.assign(grip,{distance,middle});
act.redraw()}release(event,completed){const{act,state,grip}=this;if(!this.down.delete(event.pointerId)||!grip)return;if(grip.
pinch){if(!this.down.size)this.grip=null;return}if(event.pointerId!==grip.id)return;const at2=this.place(event);if(grip.
moved)this.letGo(completed,at2);else if(completed)this.click(at2,grip);this.grip=null;if(event.pointerType!=="mouse")state.
pointerAt=null;act.redraw()}drop(completed){this.letGo(completed);this.grip=null}letGo(completed,at2){const{state,picture,
hand,grip}=this;if(!grip||!grip.moved)return;if(state.band){state.band=null;this.act.selectAll(completed?state.selection.
all:grip.before)}else if(grip.handle||grip.held!==void 0&&!state.ties){if(!completed)hand.cancel();else if(grip.handle)hand.
endMargin();else hand.endDrag()}else if(grip.held!==void 0){const other=completed&&at2?picture.pointAt(at2.x,at2.y,12):null;
if(other!==null&&other!==grip.held)hand.tie(grip.held,other,grip.add);state.anchor=null}grip.moved=false}click(at2,grip){
const{act,state,hand}=this;if(grip.handle)return;if(!state.ties){const several=state.editable&&(grip.add||state.tool==="\
several");if(grip.point!==void 0)this.choose(grip.point,several);else if(several||state.selection.count>1||!state.editable){
if(!grip.add)act.select(null)}else hand.addAt(at2.x,at2.y);return}if(grip.point!==void 0){if(state.anchor===null)state.anchor=
grip.point;else if(state.anchor===grip.point)state.anchor=null;else{hand.tie(state.anchor,grip.point,grip.add);state.anchor=
null}act.changed();return}const spring=this.springAt(at2,grip.kind==="touch"?16:8);if(spring!==null)hand.retie(spring,grip.
add);state.anchor=null;act.changed()}choose(i,several){const{act,state,picture}=this;const{selection}=state;if(several){
selection.toggle(i);act.selectAll(selection.all)}else if(i!==state.selected||selection.count>1)act.select(i);else{const here=picture.
stack(i);act.select(here.length>1?here[(here.indexOf(i)+1)%here.length]:null)}}springAt(at2,near){const{state,picture}=this;
const{springs}=state;if(!springs)return null;const shown=springsShown(state,picture);if(!shown.list&&shown.style!=="zigz\
ags"&&springs.total>HOVERED)return null;const all=shown.style==="zigzags"||state.show.every;const reach=[0,1].map(kind=>all?
Infinity:state.reach(kind)*picture.view.scale);const count=shown.list?shown.list.length:springs.total;let[best,distance]=[
null,near];for(let m=0;m<count;m++){const k=shown.list?shown.list[m]:m;const[a,b]=springs.ends(k).map(point=>picture.place(
point));const[dx,dy]=[b.x-a.x,b.y-a.y];if(Math.hypot(dx,dy)>=reach[springs.similar(k)])continue;const along=Math.min(Math.
max(((at2.x-a.x)*dx+(at2.y-a.y)*dy)/(dx*dx+dy*dy||1),0),1);const away=Math.hypot(a.x+along*dx-at2.x,a.y+along*dy-at2.y);
if(away<distance)[best,distance]=[k,away]}return best}hover(at2,kind){const{act,state}=this;const found=this.under(at2,kind);
const point=found.point??null;const spring=point===null&&!found.handle?this.springAt(at2,7):null;this.stage.style.cursor=
found.handle?"ew-resize":this.cursor(point!==null);if(point!==state.hoverPoint||spring!==state.hoverSpring||state.anchor!==
null){state.hoverPoint=point;state.hoverSpring=spring;act.redraw()}}cursor(onPoint){const{state}=this;if(!state.editable)
return onPoint?"pointer":"default";if(state.ties||state.tool==="several"&&!onPoint)return"crosshair";if(state.selection.
count>1&&!onPoint)return"default";return onPoint?"grab":"copy"}still(){const{state}=this;if(state.pointerAt&&!this.down.
size&&(state.hoverSpring!==null||state.hoverPoint!==null)){this.hover(state.pointerAt,"mouse")}}leave(){const{act,state}=this;
if(this.down.size)return;state.hoverPoint=state.hoverSpring=state.pointerAt=null;act.redraw()}wheel(event){const{act,picture,
stage}=this;const chosen=focused(stage)===stage&&document.hasFocus();if(!event.ctrlKey&&!event.metaKey&&!chosen&&pageScrolls(
stage))return;event.preventDefault();const at2=this.place(event);const pixels=event.deltaMode===1?event.deltaY*16:event.
deltaY;picture.camera.take();picture.view.zoom(Math.exp(-Math.max(-120,Math.min(120,pixels))*(event.ctrlKey?.01:.0022)),
at2.x,at2.y);act.redraw()}};var EDGE3=8;var ID="springsim-explained";var Explainer=class{constructor(board){this.root=board.root;this.state=board.state;
this.act=board;this.open=null;this.note=null}build(){this.open=null;this.note=el("div",{class:"explained",id:ID,role:"no\
te",tabindex:"-1",hidden:true});this.note.addEventListener("focusout",event=>this.left(event));this.note.addEventListener(
"keydown",event=>this.key(event));return this.note}button(what,words){const button=el("button",{type:"button",class:"exp\
lain","aria-label":fill(this.state.texts.explain,{what}),"aria-expanded":"false","aria-controls":ID,onclick:()=>this.open===
button?this.close():this.show(button,typeof words==="string"?words:words()),onfocusout:event=>this.left(event),onkeydown:event=>this.
key(event)},el("span",{"aria-hidden":"true"},"?"));return button}show(button,words){this.close();const{note,root}=this;this.
open=button;button.setAttribute("aria-expanded","true");button.focus();note.replaceChildren(...words.split("\n").map(line=>el(
"p",{},line)));note.hidden=false;const[at2,frame,box]=[button,root,note].map(node=>node.getBoundingClientRect());const left2=Math.
max(Math.min(at2.left,innerWidth-box.width-EDGE3),EDGE3);const below=at2.bottom+EDGE3/2;const top=below+box.height>innerHeight-
EDGE3?Math.max(at2.top-box.height-EDGE3/2,EDGE3):below;note.style.left=`${left2-frame.left}px`;note.style.top=`${top-frame.
top}px`;this.act.announce(words)}close(){if(!this.open)return;this.open.setAttribute("aria-expanded","false");this.open=
null;this.note.hidden=true}left({relatedTarget:to}){if(to!==this.open&&to!==this.note)this.close()}key(event){if(event.key!==
"Escape"||!this.open)return;const{open:open2}=this;this.close();open2.focus();event.stopPropagation();event.preventDefault()}};var FIELD="embed";var YES=/^(1|true)$/i;var FIELDS2=[FIELD,"embed_options","hide"];var TAG="iframe";var SIZE={width:800,
height:500};function embedded(search=location.search){const fields=new URLSearchParams(search);return YES.test(fields.get(
FIELD)??"")||fields.has("hide")}function withLook(query,search){const look=search.replace(/^\?/,"").split("&");return[...look.
filter(field=>FIELDS2.includes(field.split("=")[0])),query].filter(Boolean).join("&")}function frameCode(page2,query,title){
const written=text=>text.replace(/&/g,"&amp;").replace(/"/g,"&quot;").replace(/</g,"&lt;").replace(/>/g,"&gt;");const address=written(
`${page2}?${FIELD}=1&${query}`);const size=`width="${SIZE.width}" height="${SIZE.height}"`;return`<${TAG} src="${address}\
" title="${written(title)}" ${size} style="border: 0" allowfullscreen></${TAG}>`}var KEPT2=1e4;function save(root,types,parts,name){const type=types[name.slice(name.lastIndexOf(".")+1)]??"application/o\
ctet-stream";const address=URL.createObjectURL(new Blob(parts,{type}));const anchor=el("a",{href:address,download:name,hidden:true});
root.append(anchor);anchor.click();anchor.remove();setTimeout(()=>URL.revokeObjectURL(address),KEPT2)}var FADE=9e3;var FADE_ERROR=2e4;var LINGER=600;var Notices=class{constructor(board){this.root=board.root;this.state=board.
state;this.hand=board.hand;this.act=board;this.toast=el("div",{class:"toast",role:"alert",hidden:true,onpointerenter:()=>this.
stay(),onpointerdown:()=>this.stay(),onfocusin:()=>this.stay()});this.toast.addEventListener("click",event=>this.closed&&
event.stopPropagation(),true);this.fading=0;this.from=null}get open(){return!this.toast.hidden&&!this.toast.dataset.going}get closed(){
return this.toast.dataset.going==="closed"}get used(){const{toast,root}=this;const tree=root.getRootNode();const words=(tree.
getSelection?tree:document).getSelection();const chosen=words&&!words.isCollapsed&&toast.contains(words.anchorNode);return toast.
matches(":hover")||toast.contains(focused(root))||chosen}build(){return this.toast}say(lines2,extra=[],kind="error"){const{
toast}=this;const before=focused(this.root);if(!toast.contains(before))this.from=before;toast.hidden=false;toast.dataset.
kind=kind;toast.replaceChildren(el("div",{class:"toast-text"},...lines2.map(line=>el("p",{},line)),...extra),iconButton(
"close",this.state.texts.close,()=>this.close()));delete toast.dataset.going;this.wait();const[first]=extra;if(first instanceof
HTMLElement)first.focus({preventScroll:true});toast.scrollIntoView({block:"nearest"})}wait(){clearTimeout(this.fading);const time=this.
toast.dataset.kind==="error"?FADE_ERROR:FADE;this.fading=window.setTimeout(()=>this.used?this.wait():this.go("fading"),time)}stay(){
if(this.toast.hidden||this.closed)return;delete this.toast.dataset.going;this.wait()}go(how){const{toast}=this;if(toast.
hidden)return;clearTimeout(this.fading);toast.dataset.going=how;this.fading=window.setTimeout(()=>{toast.hidden=true;delete toast.
dataset.going},LINGER)}close(){const{toast,from,root}=this;const held=focused(root);const seen=held?.matches(":focus-vis\
ible")??false;const inside=toast.contains(held);this.go("closed");if(!inside)return;if(from&&root.contains(from)&&from.checkVisibility())
from.focus({preventScroll:true});else this.act.panel.focusStage(seen)}forgive(kind="error"){if(this.open&&this.toast.dataset.
kind===kind&&!this.used)this.go("fading")}offerLink(query,start){const{hand}=this;const t=this.state.texts;if(!query){this.
say([t.link_too_long],[iconButton("save",t.save,()=>hand.share("file"),{words:t.save})],"info");return}const address=`${page()}\
?${query}`;const field=el("input",{readonly:true,class:"address","aria-label":t.link,value:address,onfocus:()=>field.select()});
const other=el("button",{type:"button",class:"chip",onclick:()=>hand.share(start?"link":"start")},start?t.link_now:t.link_start);
const opens=this.recorded?t.link_opens_recorded:start?t.link_opens_start:t.link_opens;const frame=el("button",{type:"but\
ton",class:"chip",onclick:()=>this.offerFrame(query)},t.frame_short);const chips=el("div",{class:"chips"},other,frame);this.
offer(address,copied=>this.say([`${opens} ${copied?t.link_copied:t.link_here}`],[field,chips],"info"))}offerFrame(query){
const{state}=this;const t=state.texts;const title=state.choices.presets.find(({id})=>id===state.run?.preset)?.title;const code=frameCode(
page(),query,title?`springsim: ${title}`:"springsim");const field=el("textarea",{readonly:true,rows:5,class:"address","a\
ria-label":t.frame,spellcheck:false,onfocus:()=>field.select()});field.value=code;const help=el("p",{class:"helptext"},t.
frame_help);const shows=this.recorded?t.frame_shows_recorded:t.frame_shows;this.offer(code,copied=>this.say([`${shows} ${copied?
t.link_copied:t.link_here}`],[field,help],"info"))}offer(text,show){if(!navigator.clipboard)show(false);else{navigator.clipboard.
writeText(text).then(()=>show(true),()=>show(false))}}offerFile(text,name){save(this.root,this.state.choices.types,[text],
name);if(this.recorded)this.say([this.state.texts.saved_moment],[],"info")}get recorded(){return this.state.run?.status===
"recorded"}};function page(){return`${location.origin}${location.pathname}`}var FOLLOWED="data-followed";function keepPlace(inside){const page2=document.documentElement;if(!page2.hasAttribute(FOLLOWED))
return false;page2.removeAttribute(FOLLOWED);inside.querySelector(".page[aria-current]")?.focus();return true}function pageLinks(pages,here,language,name,go){
const links=pages.map(({id,title,short,address})=>{const current=id===here;const follow=event=>{if(event.button||event.ctrlKey||
event.metaKey||event.shiftKey||event.altKey)return;event.preventDefault();if(current)return;document.documentElement.toggleAttribute(
FOLLOWED,link.matches(":focus"));go(id)};const link=el("a",{class:"page",href:`${address}?lang=${language}`,"aria-label":title,
...current?{"aria-current":"page"}:{},onclick:follow},el("span",{class:"long"},title),el("span",{class:"short"},short));
return link});const nav=el("nav",{class:"pages","aria-label":name},...links);requestAnimationFrame(()=>{const shown=nav.
querySelector("[aria-current]");if(shown)nav.scrollLeft=shown.offsetLeft+shown.offsetWidth-nav.offsetLeft-nav.clientWidth});
return nav}function languageButton(language,label2,speak){const other=language==="en"?"zh":"en";return el("button",{type:"\
button",class:"button language",lang:other,title:label2,onclick:()=>speak(other)},other==="zh"?"中文":"EN")}var SEVERAL=9;function doing(state,player,step,late){const{texts:t,held}=state;const run=state.run;const{phase}=player;const rest=phase===
"equilibrium"&&!held.length?run.rest:null;const said={phase,words:"",meaning:[],saddle:rest?.case==="saddle"};if(held.length)
Object.assign(said,holding(state,held,phase));else if(rest)Object.assign(said,{words:resting(t,rest,step),meaning:meanings(
t,rest)});else Object.assign(said,{words:inWords(state,run,phase,step),meaning:going(state,run,phase)});if(late&&!said.saddle)
said.words=t.waiting;return said}function holding({texts:t,run},held,phase){if(!run)return{};const free=held.filter(i=>!run.
pinned.has(i));const others=run.n-run.pinned.size-free.length;const untold=!others||run.held.join()!==held.join()||phase===
"paused";const[alone,atRest,inMotion]=held.length===1?[t.phase_held,t.phase_held_rest,t.phase_held_moving]:[t.phase_held_several,
t.phase_held_several_rest,t.phase_held_several_moving];const words=untold?alone:phase==="equilibrium"?atRest:inMotion;return{
phase:phase==="equilibrium"?"held":phase,words:fill(words,{i:held[0]+1,n:held.length}),meaning:[meaningOfHold(t,held.length,
free.length)]}}function meaningOfHold(t,held,free){if(held>1)return free?t.means_held_several:t.means_held_several_pinned;
return free?t.means_held:t.means_held_pinned}function resting(t,{case:kind,unstable,flat},step){if(kind==="saddle")return unstable===
1?t.phase_saddle_one:fill(t.phase_saddle,{unstable});if(kind==="flat")return flat===1?t.phase_flat_one:flat>SEVERAL?t.phase_flat_many:
fill(t.phase_flat,{flat});return fill(t[`phase_${kind}`],{step})}function meanings(t,rest){const{case:kind,unstable,flat,
together,hinges,strain}=rest;const apart=together==="none"?"":t[`apart_${together}`];const sentences=[];if(kind==="saddl\
e")sentences.push(unstable===1?t.means_saddle_one:fill(t.means_saddle,{unstable}));else if(kind==="stable")sentences.push(
apart?fill(t.means_stable_apart,{apart}):t.means_stable);else if(kind==="flat"){const moves=flat===1?t.moves_one:flat>SEVERAL?
t.moves_many:fill(t.moves,{flat});sentences.push(apart?fill(t.means_flat_apart,{apart,moves}):fill(t.means_flat,{moves}));
if(hinges)sentences.push(t.means_hinge)}else sentences.push(t[`means_${kind}`]);if(strain)sentences.push(straining(t,strain));
return sentences}function straining(t,{stretched,pressed:pressed2,between_pins:between3,against}){const parts=[];if(stretched)
parts.push(stretched===1?t.stretched_one:fill(t.stretched,{stretched}));if(pressed2)parts.push(pressed2===1?t.pressed_one:
fill(t.pressed,{pressed:pressed2}));if(between3)parts.push(between3===1?t.between_one:fill(t.between,{between:between3}));
const springs=parts.reduce((one,other)=>fill(t.and,{one,other}));return against==="none"?fill(t.strain_pins,{springs}):fill(
t.strain,{springs,why:t[`against_${against}`]})}function inWords({texts:t,editable},run,phase,step){const kept=phase==="\
max_steps"&&!editable?t.phase_max_steps_recorded:null;const words=kept??t[`phase_${phase}_${run.status}`]??t[`phase_${phase}`];
return fill(words,{step,moment:moment(t,run.unit,step)})}function going({texts:t,choices},run,phase){const{status,given,
frames}=run;if(status==="recorded"){return[t.means_recorded,...given>frames?[fill(t.means_thinned,{given,frames})]:[]]}if(phase!==
"equilibrium")return[t[`means_${phase}`]];const untold=run.rest===null&&run.n-run.pinned.size>choices.kinds;return[untold?
fill(t.means_untold,{most:choices.kinds}):t.means_equilibrium]}var places=x=>x.toFixed(2).replace(/^-(0\.00)$/,"$1");var TOOLS=["move","several","similar","dissimilar","cut"];var Panel=class{constructor(board,{
topbar,selection,stack,points,classes,transport,controls}){this.root=board.root;this.state=board.state;this.player=board.
player;this.picture=board.picture;this.hand=board.hand;this.log=board.log;this.landscape=board.landscape;this.speech=board.
speech;this.notices=board.notices;this.act=board;this.at={};this.sizeBelow="";this.topbar=topbar;this.selection=selection;
this.stack=stack;this.points=points;this.classes=classes;this.transport=transport;this.controls=controls}build(){const{root,
state,notices,act}=this;const{texts}=state;this.at={};root.lang=document.documentElement.lang=state.language;const dialogs=[
...act.exporter?[act.exporter.build()]:[],...act.opener?.build()??[]];rebuild(root,[this.topbar.build(),this.stage(),notices.
build(),el("section",{class:"charts","aria-label":texts.charts},this.chart(),this.readouts()),this.controls.build(),this.
transport.build(),this.speech.region,act.explainer.build(),this.help(),...dialogs])}stage(){const{state,hand,picture}=this;
const t=state.texts;this.at.canvas=el("canvas",{"aria-hidden":"true"});this.at.stage=el("div",{class:"stage",role:"appli\
cation",tabindex:"0","aria-label":t.board,"aria-describedby":"springsim-keys"},this.at.canvas);const tools=state.editable?
TOOLS:[];this.at.tools=tools.map(tool=>iconButton(tool,t[`tool_${tool}`],()=>hand.useTool(tool),{class:"tool","aria-pres\
sed":"false","data-tool":tool}));this.at.hint=el("p",{class:"hint"});this.at.note=el("p",{class:"note"});this.at.server=
el("p",{class:"server",role:"status",hidden:true});return el("section",{class:"picture"},this.at.stage,this.points.build(),
el("span",{id:"springsim-keys",class:"sr"},t.keys_short),...tools.length?[el("div",{class:"tools",role:"toolbar","aria-l\
abel":t.tools},...this.at.tools)]:[],el("div",{class:"tools zoom",role:"toolbar","aria-label":t.view},iconButton("plus",
t.zoom_in,()=>picture.zoom(1.3),{class:"tool"}),iconButton("minus",t.zoom_out,()=>picture.zoom(1/1.3),{class:"tool"}),iconButton(
"fit",t.fit,()=>picture.fit(),{class:"tool"})),this.selection.build(),el("p",{class:"unselected","aria-hidden":"true"},t.
unselected),this.below())}below(){const{at:at2,act}=this;const legend=el("div",{class:"legend"},at2.note,at2.hint);const said=el(
"div",{class:"said"},this.outside(),at2.server,this.stack.build(),this.classes.build(),legend);at2.below=el("div",{class:"\
below"},said,...act.exporter?[act.exporter.strip()]:[]);return at2.below}keepHeight(){const{below}=this.at;const size=`${below.
clientWidth} ${innerHeight}`;if(size!==this.sizeBelow)below.style.minHeight="";this.sizeBelow=size;below.style.minHeight=
`${Math.ceil(below.getBoundingClientRect().height)}px`}outside(){const{picture,at:at2}=this;const back=()=>{picture.fit();
at2.stage.focus()};at2.outsideCount=el("span",{});at2.outside=el("p",{class:"outside",hidden:true},at2.outsideCount,el("\
button",{type:"button",class:"chip",onclick:back},this.state.texts.outside_back));at2.outsideSpoken=el("span",{class:"sr",
role:"status"});return el("div",{},at2.outside,at2.outsideSpoken)}chart(){const t=this.state.texts;this.at.curves=el("ca\
nvas",{class:"curves",role:"img","aria-label":t.curves_label});return el("div",{},el("h2",{},t.curves),el("div",{class:"\
curves-frame"},this.at.curves))}readouts(){const{explainer}=this.act;const t=this.state.texts;this.at.values={};const rows=[
"mean","sum","parts","residual","springs","state"].map(name=>{const value=this.at.values[name]=el("dd",{"data-readout":name});
const label2=el("dt",{},el("span",{},t[`read_${name}`]),explainer.button(t[`read_${name}`],t[`help_${name}`]));return el(
"div",{class:`row row-${name}`},label2,value)});this.at.meaning=el("p",{class:"helptext meaning"});return el("div",{class:"\
readouts"},el("dl",{},...rows),this.at.meaning)}help(){const{editable,tunesMargin,texts:t}=this.state;const margins=!editable&&
tunesMargin;const words=editable?[t.help_text,t.help_gestures,t.help_shift]:[t.help_text_recorded,...margins?[t.help_text_margins]:
[],t.help_gestures];const keys=editable?[t.keys]:[t.keys_recorded,...margins?[t.keys_margins]:[]];const rows=keys.join("\
\n").split("\n").map(line=>{const[key,does]=line.split("	");return el("div",{class:"key"},el("dt",{},el("kbd",{},key)),el(
"dd",{},does))});this.at.help=el("dialog",{class:"help","aria-label":t.help},el("div",{class:"help-head"},el("h2",{},t.help_title),
iconButton("close",t.close,()=>this.at.help.close())),...words.join("\n").split("\n").map(line=>el("p",{},line)),el("dl",
{class:"keys"},...rows));return this.at.help}tick(){const{root,state,player,picture,log,act}=this;const{run,texts:t}=state;
if(!run)return;const k=player.frame;const number=column=>player.number(k,column);const step=number(COLUMN.step);const last=player.
number(player.last,COLUMN.step);const{phase,words,meaning,saddle}=doing(state,player,step,log.late);const rest=phase==="\
equilibrium"?run.rest:null;const{stage,values}=this.at;const{seen}=this.landscape;if(seen)root.dataset.minima=seen.minima.
map(at2=>at2.map(places).join(" ")).join(" ");else delete root.dataset.minima;const data={"data-n":run.n,"data-margin":run.
margin,"data-domain":run.domain,"data-rest":rest?rest.kind:"","data-loss":number(COLUMN.loss),"data-residual":number(COLUMN.
residual),"data-phase":phase,"data-ack":log.acked,"data-selected":state.selection.all.join(" "),"data-view":`${picture.view.
scale} ${picture.view.x} ${picture.view.y}`};for(const[name,value]of Object.entries(data)){if(stage.getAttribute(name)!==
String(value))stage.setAttribute(name,String(value))}say(values.mean,digits(number(COLUMN.mean)));say(values.sum,digits(
number(COLUMN.loss)));say(values.parts,`${digits(number(COLUMN.similar))} + ${digits(number(COLUMN.dissimilar))}`);say(values.
residual,digits(number(COLUMN.residual)));const counts={similar:run.counts[0],dissimilar:run.counts[1],pushing:number(COLUMN.
pushing)};say(values.springs,fill(t.springs_counts,Object.fromEntries(Object.entries(counts).map(([name,count])=>[name,many(
count)]))));values.springs.title=fill(t.springs_counts,counts);values.springs.toggleAttribute("data-long",counts.similar+
counts.dissimilar>=1e5);say(values.state,words);say(this.at.meaning,meaning.join("\n"));values.state.toggleAttribute("da\
ta-saddle",saddle);this.controls.attend(saddle);values.state.dataset.phase=phase;this.transport.tick(words,step,run.ends?
last:`${last}+`,act.lossTop);say(this.at.note,act.note());const server=this.server();say(this.at.server,server);this.at.
server.hidden=!server;this.at.server.toggleAttribute("data-back",act.connection?.back??false);this.tellOutside();if(this.
spokenPhase!==`${phase}/${run.n}/${log.late}`&&!state.dragging){this.spokenPhase=`${phase}/${run.n}/${log.late}`;this.speech.
say(fill(t.spoken,{state:words,n:run.n,loss:digits(number(COLUMN.loss))}))}this.points.update();this.selection.tick();this.
stack.tick(picture.moves)}server(){const{log,act}=this;const{texts:t}=this.state;if(act.connection?.lost){const{length}=log.
waiting;return length?fill(length===1?t.server_gone_one:t.server_gone_some,{count:length}):t.server_gone}if(log.late)return t.
waiting;return act.connection?.back?t.server_back:""}tellOutside(){const{picture,at:at2}=this;const{texts:t}=this.state;
const count=picture.outside;const words=count?fill(count===1?t.outside_one:t.outside,{n:count}):"";at2.outside.hidden=!count;
say(at2.outsideCount,words);if(!picture.moves)say(at2.outsideSpoken,words)}update(){const{state,act,root}=this;if(!state.
run)return;const held=focused(root);const seen=held?.matches(":focus-visible")??false;this.topbar.update();this.controls.
update();for(const tool of this.at.tools)press(tool,tool.dataset.tool===state.tool);say(this.at.hint,act.hint());this.selection.
update();this.stack.tick(false);this.classes.update();if(held&&root.contains(held)&&!held.checkVisibility())this.focusStage(
seen)}focusStage(seen){this.at.stage.focus({preventScroll:true});this.act.usesKeyboard(seen)}};var ROWS2=30;var NAMED=8;var LEAP=10;var MANY=2e4;var WAYS={ArrowDown:at2=>at2+1,ArrowUp:at2=>at2-1,PageDown:at2=>at2+LEAP,
PageUp:at2=>at2-LEAP,Home:()=>0,End:(_,last)=>last};var PointsList=class{constructor(board){this.root=board.root;this.state=
board.state;this.player=board.player;this.picture=board.picture;this.act=board;this.told="";this.serial=-1;this.here=-1;
this.at={}}build(){const t=this.state.texts;this.told="";this.at.list=el("div",{role:"listbox",tabindex:0,"aria-label":t.
points,"aria-multiselectable":String(this.state.editable),onkeydown:event=>this.walk(event),onfocus:()=>this.tell()});this.
at.more=el("p",{class:"more"});this.at.all=el("div",{class:"points"},this.at.list,this.at.more);return this.at.all}get focused(){
return focused(this.root)===this.at.list}walk(event){const{key,altKey,ctrlKey,metaKey}=event;if(altKey||ctrlKey||metaKey||
!/^(Arrow|Page|Home|End)/.test(key))return;event.preventDefault();const way=WAYS[key];const{n,selected,selection,editable}=this.
state;if(!way||!n)return;const from=!selection.has(this.here)?selected??-1:this.here;const to=Math.min(Math.max(way(from,
n-1),0),n-1);this.here=to;if(event.shiftKey&&editable)this.act.selectAll([...new Set([...selection.all,...between2(Math.
max(from,0),to)])]);else this.act.select(to);this.tell()}update(){const{run,busy}=this.state;const fresh=run!==null&&run.
serial!==this.serial;if(!busy&&(fresh||!this.player.playing))this.tell()}tell(){const{state,player}=this;const{run,selected,
selection,springs,n,texts:t}=state;const{all,list,more}=this.at;if(!run)return;const here=selection.has(this.here)?this.
here:selected;const now=[run.serial,player.frame,selected,here,selection.count,springs?.serial].join("/");if(now===this.
told)return;this.told=now;this.serial=run.serial;all.hidden=!n;const from=Math.max(Math.min((here??0)-ROWS2/2,n-ROWS2),0);
const count=Math.min(n-from,ROWS2);while(list.childElementCount>count)list.lastElementChild.remove();while(list.childElementCount<
count)list.append(el("div",{role:"option","aria-setsize":n}));[...list.children].forEach((row,k)=>this.tellPoint(row,from+
k));if(here===null)list.removeAttribute("aria-activedescendant");else list.setAttribute("aria-activedescendant",`springs\
im-point-${here}`);if(this.focused)list.querySelector(`#springsim-point-${here}`)?.scrollIntoView({block:"nearest"});say(
more,n>count?fill(t.points_more,{more:n-count,n}):"")}tellPoint(row,i){const{n,selection}=this.state;const about={id:`sp\
ringsim-point-${i}`,"aria-selected":selection.has(i),"aria-posinset":i+1,"aria-setsize":n};for(const[name,value]of Object.
entries(about))row.setAttribute(name,String(value));say(row,this.words(i))}words(i){const{picture,state}=this;const{texts:t,
selected,springs}=state;const at2={x:picture.shown[2*i],y:picture.shown[2*i+1]};const run=state.run;const said=[fill(t.point_is,
{i:run.names[i]?fill(t.number_named,{i:i+1,name:run.names[i]}):i+1,name:picture.className(run.labels[i]),...placeText(picture.
view,at2.x,at2.y)})];if(run.pinned.has(i))said.push(t.pinned);if(springs&&i<springs.n&&(springs.all||springs.total<=MANY||
i===selected)){const ties=springs.ties(i);const tied=kind=>[...ties.keys()].filter(j=>ties[j]&kind);const[similar,dissimilar]=[
tied(1),tied(2)];if(similar.length)said.push(fill(t.similar_to,{points:this.named(similar)}));if(dissimilar.length)said.
push(fill(t.dissimilar_to,{points:this.named(dissimilar)}));if(!ties.some(Boolean))said.push(t.no_springs)}return joined(
said,t.one_also_other)}named(points){const{texts:t}=this.state;const some=points.slice(0,NAMED).map(j=>String(j+1));const words=joined(
some,t.one_and_other);return points.length>NAMED?fill(t.and_more,{points:words,more:points.length-NAMED}):words}};function between2(a,b){
return Array.from({length:Math.abs(b-a)+1},(_,k)=>Math.min(a,b)+k)}function joined(words,pattern){return words.reduce((one,other)=>fill(
pattern,{one,other}))}var DIGITS=5;var READ={plane:{x:({x})=>x,y:({y})=>y},circle:{angle:({x,y})=>Math.atan2(y,x)*180/Math.PI}};var Coordinates=class{constructor(board){
this.state=board.state;this.picture=board.picture;this.hand=board.hand;this.act=board;this.typed=new Set;this.at={}}build(){
const{texts:t}=this.state;this.typed.clear();const rows=[["x",t.coordinate_x,t.coordinate_x_label],["y",t.coordinate_y,t.
coordinate_y_label],["angle",t.coordinate_angle,t.coordinate_angle_label]];this.at={fields:{},labels:{}};for(const[name,
short,long]of rows){this.at.fields[name]=this.field(name,long);this.at.labels[name]=el("label",{},el("span",{},short),this.
at.fields[name])}this.at.all=el("span",{class:"coordinates",title:t.coordinate_help},...Object.values(this.at.labels));this.
at.all.addEventListener("focusout",event=>{if(!this.at.all.contains(event.relatedTarget))this.apply()});return this.at.all}field(name,label2){
const field=el("input",{type:"text",inputmode:name==="angle"?"text":"decimal",autocomplete:"off",spellcheck:false,"aria-\
label":label2,"data-coordinate":name,oninput:()=>this.typed.add(name),onkeydown:event=>this.key(event),onfocus:()=>field.
select()});return field}key(event){if(asksHistory(event)&&!this.typed.size){event.preventDefault();if(keyOf(event)==="z"&&
!event.shiftKey)this.hand.undo();else this.hand.redo()}if(event.isComposing||event.key!=="Enter"&&event.key!=="Escape")return;
event.preventDefault();event.stopPropagation();const field=event.target;if(event.key==="Enter")this.apply();else if(this.
typed.size)this.giveBack();else this.act.panel.focusStage(true);field.select()}apply(){if(!this.typed.size)return;const typed=Object.
fromEntries([...this.typed].map(name=>[name,numberOf(this.at.fields[name].value)]));this.typed.clear();this.hand.place(typed)}giveBack(){
this.typed.clear();this.tick()}tick(){const{at:at2,typed,picture}=this;const{run,selection,selected,editable}=this.state;
const shown=editable&&run!==null&&selected!==null&&selected<run.n&&selection.count===1;at2.all.hidden=!shown;if(!shown){
typed.clear();return}const place2={x:picture.shown[2*selected],y:picture.shown[2*selected+1]};const read2=READ[run.domain];
for(const[name,field]of Object.entries(at2.fields)){at2.labels[name].hidden=!(name in read2);if(!(name in read2)||typed.
has(name))continue;const words=numberText(read2[name](place2));if(field.value!==words)field.value=words}}};function numberOf(text){
const plain=text.normalize("NFKC").trim().replace(/[−–]/,"-").replace(/[,、。]/,".").replace(/°$/,"");const number=Number(
plain);return plain&&Number.isFinite(number)?number:text.slice(0,40)}function numberText(x){const places2=Math.max(DIGITS-
1-Math.max(Math.floor(Math.log10(Math.abs(x)||1)),0),0);return String(Number(x.toFixed(places2))||0)}var Selection=class{constructor(board){this.state=board.state;this.picture=board.picture;this.hand=board.hand;this.act=board;
this.coordinates=new Coordinates(board);this.at={};this.offered=""}build(){const{hand,act,at:at2}=this;const{editable,texts:t}=this.
state;this.offered="";at2.point=el("strong",{});at2.what=el("span",{class:"what"});at2.choose=el("select",{"aria-label":t.
class_of_point,onchange:()=>at2.choose.value&&hand.setClass(Number(at2.choose.value))});at2.pin=iconButton("pin",t.pin,()=>hand.
togglePin(),{words:t.pin});at2.bar=el("div",{class:"selection",role:"toolbar","aria-label":t.selected_point,hidden:true},
at2.point,...editable?[this.coordinates.build(),at2.choose,at2.pin,iconButton("trash",t.delete_point,()=>hand.deletePoint(),
{words:t.delete_short})]:[at2.what],iconButton("close",t.deselect,()=>act.select(null)));return at2.bar}update(){const{at:at2,
hand}=this;const{run,selected,selection,editable,texts:t}=this.state;at2.bar.hidden=selected===null||!run;if(selected===
null||!run)return;const[kind,pinned]=[hand.classOf(selected),hand.allPinned];const{all,count}=selection;const name=run.names[selected];
const one=fill(name?t.point_named:t.point,{i:selected+1,name});say(at2.point,count>1?fill(t.points_selected,{n:count}):one);
at2.bar.setAttribute("aria-label",count>1?t.selected_points:t.selected_point);if(editable){this.offer(all.every(i=>hand.
classOf(i)===kind)?kind:null);this.showPin(pinned)}else{const named=run.kind==="labels"?[this.name(kind)]:[];say(at2.what,
[...named,...pinned?[t.pinned]:[]].join(" · "))}}name(k){return fill(this.state.texts.class_name,{name:this.picture.className(
k)})}tick(){if(this.state.editable)this.coordinates.tick()}offer(now){const{choose}=this.at;const own=now===null?[]:[now];
const labels=[...new Set([...Array(this.state.classes).keys(),...own])].sort((a,b)=>a-b);const names=labels.map(k=>this.
name(k));const offered=JSON.stringify([labels,names]);if(this.offered!==offered){this.offered=offered;choose.replaceChildren(
el("option",{value:"",hidden:true},this.state.texts.classes_mixed),...labels.map((k,at2)=>el("option",{value:k},names[at2])))}
const value=now===null?"":String(now);if(choose.value!==value)choose.value=value}showPin(pinned){const t=this.state.texts;
const{pin}=this.at;const words=pinned?t.unpin:t.pin;pin.toggleAttribute("data-on",pinned);say(pin.querySelector(".words"),
words);label(pin,words)}};var NAMED2=7;var Stack=class{constructor(board){this.state=board.state;this.picture=board.picture;this.act=board;this.shown=
"";this.at={}}build(){const{at:at2}=this;this.shown="";at2.words=el("span",{});at2.points=el("span",{class:"chips"});at2.
all=el("p",{class:"stack",hidden:true},at2.words,at2.points);return at2.all}here(i){const{n,selection}=this.state;const points=i!==
null&&i<n&&selection.count<2?this.picture.stack(i):[];return points.length>1?points:[]}words(i){const{length}=this.here(
i);return length?fill(this.state.texts.stack_spoken,{n:length}):""}tick(moves){const{at:at2,act}=this;const{selected,texts:t}=this.
state;let points=this.here(selected);if([selected,...points].join()===this.shown)return;if(moves)points=[];const now=[selected,
...points].join();this.shown=now;at2.all.hidden=!points.length;if(!points.length)return;const middle=Math.max(points.indexOf(
selected)-(NAMED2>>1),0);const named=points.slice(Math.min(middle,Math.max(points.length-NAMED2,0))).slice(0,NAMED2);say(
at2.words,fill(t.stack_here,{n:points.length}));while(at2.points.childElementCount>named.length)at2.points.lastElementChild.
remove();while(at2.points.childElementCount<named.length){const chip=el("button",{type:"button",class:"chip",onclick:()=>act.
select(Number(chip.dataset.point))});at2.points.append(chip)}[...at2.points.children].forEach((chip,k)=>{chip.dataset.point=
named[k];say(chip,String(named[k]+1));chip.setAttribute("aria-label",fill(t.point,{i:named[k]+1}));chip.setAttribute("ar\
ia-pressed",String(named[k]===selected))})}};var KEPT3=3;var PAUSE=400;var Speech=class{constructor(){this.region=el("div",{class:"sr","aria-live":"polite"});this.waiting=
0}say(words){const{region}=this;region.append(el("p",{},words));while(region.childElementCount>KEPT3)region.firstElementChild.
remove()}sayLast(words){clearTimeout(this.waiting);this.waiting=window.setTimeout(()=>this.say(words),PAUSE)}};var Topbar=class{constructor(board){this.state=board.state;this.log=board.log;this.hand=board.hand;this.act=board;this.at=
{}}build(){const{state,log,act}=this;const t=state.texts;return el("header",{class:"topbar"},state.title?el("h1",{class:"\
brand",title:state.title},state.title):el("h1",{class:"brand"},"springsim",...state.editable?[]:[el("span",{class:"tagli\
ne"},t.tagline)]),...state.editable&&!state.embedded?[this.pages()]:[],el("div",{class:"buttons"},...state.editable?this.
changing():[],...state.title?[el("span",{class:"tagline"},"springsim")]:[],iconButton("help",t.help,()=>act.panel.at.help.
showModal())),...state.editable?[languageButton(state.language,t.other_language,value=>log.push("language",{value}))]:[])}changing(){
const{hand,act}=this;const t=this.state.texts;this.at.undo=iconButton("undo",t.undo,()=>hand.undo());this.at.redo=iconButton(
"redo",t.redo,()=>hand.redo());this.at.reset=iconButton("reset",t.reset,()=>hand.reset(),{words:t.reset_short});return[this.
at.undo,this.at.redo,this.at.reset,iconButton("clear",t.clear,()=>hand.change("clear",{},true),{words:t.clear_short}),el(
"span",{class:"gap"}),iconButton("link",t.link,()=>hand.share("link"),{words:t.link_short}),...act.opener?[act.opener.button()]:
[],iconButton("save",t.save,()=>hand.share("file"),{words:t.save_short,class:"saver"}),...act.exporter?[act.exporter.button()]:
[],el("span",{class:"gap"})]}pages(){const{hand}=this;const{choices,language,texts}=this.state;return pageLinks(choices.
pages??[],"playground",language,texts.pages,page2=>hand.change("go",{page:page2}))}update(){const{state,log,at:at2}=this;
if(!state.editable||!state.run)return;const{history:history2}=log;block(at2.undo,history2.index<=history2.first);block(at2.
redo,history2.index>=history2.length-1);block(at2.reset,!state.run.preset)}};var SPEEDS=[.25,.5,1,2,4];var Transport=class{constructor(board){this.state=board.state;this.player=board.player;this.act=
board;this.at={}}build(){const{player,act,at:at2}=this;const t=this.state.texts;at2.play=iconButton("play",t.play,()=>act.
togglePlay(),{class:"primary"});at2.scrub=el("input",{type:"range",class:"scrub",min:0,max:1,step:1,value:0,"aria-label":t.
scrub,onfocus:()=>this.place(),onpointerdown:()=>this.place(),onkeydown:()=>this.place()});let before={time:0,wanted:false};
new Track(at2.scrub,{begin:()=>before={time:player.time,wanted:player.wanted},act:live=>live&&act.scrub(Number(at2.scrub.
value)),cancel:()=>{Object.assign(player,before);act.changed()}});at2.timeline=el("canvas",{"aria-hidden":"true"});at2.top=
el("span",{});at2.axis=el("div",{class:"axis"},at2.top,el("span",{},"0"));at2.when=el("span",{class:"when"});at2.state=el(
"span",{class:"state-small"});at2.speed=el("select",{class:"speed","aria-label":t.speed,title:t.speed,onchange:()=>player.
speed=Number(at2.speed.value)},...SPEEDS.map(s=>el("option",{value:s,...s===player.speed?{selected:true}:{}},`${s}×`)));
return el("section",{class:"transport","aria-label":t.time},el("div",{class:"buttons"},iconButton("restart",t.restart,()=>act.
restart()),iconButton("back",t.back,()=>act.stepBy(-1)),at2.play,iconButton("step",t.step_forward,()=>act.stepBy(1))),el(
"div",{class:"timeline"},at2.axis,el("div",{class:"plot"},at2.timeline,at2.scrub)),at2.clock=el("div",{class:"clock"},at2.
when,at2.state,el("span",{class:"caption"},t.loss_over_time)),at2.speed)}tick(state,step,last,most){const{player}=this;const t=this.
state.texts;const{at:at2}=this;const{play,axis,top}=at2;if(top.textContent!==topText(most)){say(top,topText(most));axis.
title=fill(t.loss_top,{top:topText(most)})}const unit=this.state.run?.unit??"step";const when=now=>moment(t,unit,fill(t.
step_of,{step:now,last}));say(at2.when,when(step));const letters=String(when(last).length);if(at2.clock.style.getPropertyValue(
"--letters")!==letters)at2.clock.style.setProperty("--letters",letters);say(at2.state,state);if(Number(at2.speed.value)!==
player.speed)at2.speed.value=String(player.speed);if(!player.playing)this.place();const showsPause=player.phase==="playi\
ng";if(play.dataset.shows===String(showsPause))return;play.dataset.shows=String(showsPause);const label2=showsPause?t.pause:
t.play;play.replaceChildren(icon(showsPause?"pause":"play"));play.setAttribute("aria-label",label2);play.setAttribute("t\
itle",label2)}place(){const{player}=this;const{scrub,when}=this.at;if(Number(scrub.max)!==player.last)scrub.max=String(player.
last);if(Number(scrub.value)!==player.frame)scrub.value=String(player.frame);scrub.setAttribute("aria-valuetext",when.textContent)}};var PACE=.35;var LIVE_PACE=1;var LONGEST_LEAP=.5;var SHORTEST=1/240;var LONGEST=12;var BRIEFEST=2;var Player=class{constructor(){
this.run=null;this.times=new Float64Array(1);this.time=0;this.speed=1;this.wanted=!wantsStillness()}begin(){this.wanted=
!wantsStillness()}get last(){return this.run?this.run.frames-1:0}get frame(){let low=0;let high=this.last;while(low<high){
const middle=low+high+1>>1;if(this.times[middle]<=this.time+1e-9)low=middle;else high=middle-1}return low}get share(){const k=this.
frame;if(k>=this.last)return 0;return Math.max(0,(this.time-this.times[k])/(this.times[k+1]-this.times[k]))}get atEnd(){
return this.frame>=this.last}get playing(){return this.wanted&&!this.atEnd}take(run,delay){const old=this.run;const longer=old&&
old.origin===run.origin;const step=longer?this.stepShown():0;this.run=run;this.times=spacing(run,delay!==null);if(longer)
this.seekStep(step);else this.time=this.wanted?Math.min((delay??0)*this.speed,this.times[this.last]):0}stepShown(){const k=this.
frame;const at2=i=>this.number(i,COLUMN.step);return k>=this.last?at2(k):at2(k)+this.share*(at2(k+1)-at2(k))}seekStep(step){
let k=0;while(k<this.last&&this.number(k+1,COLUMN.step)<=step)k++;const[low,high]=[this.number(k,COLUMN.step),this.number(
Math.min(k+1,this.last),COLUMN.step)];const share=high>low?Math.min(Math.max((step-low)/(high-low),0),1):0;this.time=this.
times[k]+share*((this.times[k+1]??this.times[k])-this.times[k])}seek(frame){this.time=this.times[Math.min(Math.max(frame,
0),this.last)]}advance(seconds){if(this.playing)this.time=Math.min(this.time+seconds*this.speed,this.times[this.last])}number(frame,column){
return this.run?this.run.numbers[frame*COLUMNS+column]:0}get phase(){if(!this.run)return"paused";if(this.atEnd&&this.run.
ends)return this.run.status;return this.wanted?"playing":"paused"}};function spacing(run,live){const{frames,n,positions,
margin}=run;const times=new Float64Array(frames);for(let k=1;k<frames;k++){let farthest=0;for(let p=0;p<2*n;p+=2){const b=k*
2*n+p;const a=b-2*n;farthest=Math.max(farthest,(positions[b]-positions[a])**2+(positions[b+1]-positions[a+1])**2)}times[k]=
times[k-1]+Math.min(Math.max(Math.sqrt(farthest)/((live?LIVE_PACE:PACE)*margin),SHORTEST),LONGEST_LEAP)}const total=times[frames-
1];const wanted=live?total:Math.min(Math.max(total,run.ends?BRIEFEST:0),LONGEST);if(total>0)for(let k=0;k<frames;k++)times[k]*=
wanted/total;return times}var BOARD="springsim.board";var PAGES="springsim.pages";var VERSION=1;var FULL="kept_full";var OFF="kept_off";function read(name){let text;try{text=sessionStorage.getItem(name)}catch{return{
kept:null,damaged:false}}if(text===null)return{kept:null,damaged:false};try{const kept=JSON.parse(text);if(kept.version===
VERSION&&typeof kept.epoch==="string")return{kept,damaged:false}}catch{}return{kept:null,damaged:true}}function write(name,value){
try{sessionStorage.setItem(name,JSON.stringify({version:VERSION,...value}));return""}catch(error){return error instanceof
DOMException&&error.name==="QuotaExceededError"?FULL:OFF}}function ofPages(epoch){const{kept}=read(PAGES);return kept&&kept.epoch!==epoch?[{op:"pages",chosen:kept.pages}]:[]}function known(epoch,refused){if(refused)write(BOARD,{});for(const name of[BOARD,PAGES]){const{kept}=read(name);if(kept&&
kept.epoch!==epoch)write(name,{...kept,epoch})}}var LossTable=class{constructor(rows,end,degree){this.rows=rows;this.end=end;this.degree=degree}loss(similar,d){const row=this.
rows[similar];const at2=Math.min(d/this.end*(row.length-1),row.length-1.001);const k=Math.floor(at2);return row[k]+(at2-
k)*(row[k+1]-row[k])}scale(margin){return margin**this.degree}where(similar,loss){const row=this.rows[similar];let k=0;while(k<
row.length-2&&row[k+1]<=loss)k++;const share=(loss-row[k])/(row[k+1]-row[k]||1);return(k+Math.min(Math.max(share,0),1))/
(row.length-1)*this.end}};var SAMPLE=1<<17;var BLOCK=1<<14;var SpringSet=class{constructor({serial,kind,counts,n,labels},lists){this.serial=serial;
this.kind=kind;this.counts=counts;this.n=n;this.total=counts[0]+counts[1];this.lists=lists;this.labels=Int32Array.from(labels);
this.all=kind!=="pairs";this.first=this.all?Float64Array.from({length:n+1},(_,i)=>i*(2*n-i-1)/2):merged(n,lists);this.listed=
this.all?{j:new Uint16Array(0),similar:new Uint8Array(0)}:interleaved(n,lists,this.first);this.near=kind==="neighbours"&&
lists.similar?bits(n,lists.similar):new Uint8Array(0);this.seen=null;this.samples=null;this.buffer={i:new Uint16Array(BLOCK),
j:new Uint16Array(BLOCK),similar:new Uint8Array(BLOCK),count:0}}alike(i,j){if(this.kind==="labels")return this.labels[i]===
this.labels[j]?1:0;const bit=i*this.n+j;return this.near[bit>>3]>>(bit&7)&1}ends(k){const{first,n}=this;let[low,high]=[0,
n-1];while(low<high){const middle=low+high+1>>1;if(first[middle]<=k)low=middle;else high=middle-1}return[low,this.all?low+
1+k-first[low]:this.listed.j[k]]}similar(k){return this.all?this.alike(...this.ends(k)):this.listed.similar[k]}of(i){return this.
from(i).of}ties(i){return this.from(i).ties}from(i){if(this.seen?.i===i)return this.seen;const ties=new Uint8Array(this.
n);const of=[];const see=(k,other,similar)=>{of.push(k);ties[other]|=similar?1:2};if(this.all){for(let j=0;j<i;j++)see(this.
first[j]+i-j-1,j,this.alike(j,i));for(let j=i+1;j<this.n;j++)see(this.first[i]+j-i-1,j,this.alike(i,j))}else{const{j,similar}=this.
listed;for(let row=0;row<=i;row++){for(let k=this.first[row];k<this.first[row+1];k++){if(row===i)see(k,j[k],similar[k]);else if(j[k]===
i)see(k,row,similar[k])}}}return this.seen={i,ties,of}}between(i,j){const tie=this.ties(j)[i];return{similar:(tie&1)===1,
dissimilar:(tie&2)===2}}block(from){const{buffer,first,n,listed:listed2}=this;const end=Math.min(from+BLOCK,this.total);
let[i,k]=[from<end?this.ends(from)[0]:n,from];for(;k<end;i++){const last=Math.min(first[i+1],end);const shift=i+1-first[i];
for(;k<last;k++){const m=k-from;const j=this.all?k+shift:listed2.j[k];buffer.i[m]=i;buffer.j[m]=j;buffer.similar[m]=this.
all?this.alike(i,j):listed2.similar[k]}}buffer.count=Math.max(end-from,0);return buffer}sample(similar){this.samples??=this.
sampled();return this.samples[similar]}sampled(){const{total,counts}=this;const samples=[counts[1],counts[0]].map(count=>({
pairs:new Uint16Array(2*Math.min(count,SAMPLE)),size:0,total:count}));const step=stride(total);let wanted=samples[0].pairs.
length/2+samples[1].pairs.length/2;for(let s=0,k=0;s<total&&wanted>0;s++){const[i,j]=this.ends(k);const sample=samples[this.
all?this.alike(i,j):this.listed.similar[k]];if(2*sample.size<sample.pairs.length){sample.pairs[2*sample.size]=i;sample.pairs[2*
sample.size+1]=j;sample.size++;wanted--}k+=step;if(k>=total)k-=total}return samples}listedIn(text){const{lists,n}=this;const pairs=({
from,to})=>{const found=[];for(let i=0;i<n;i++)for(let k=from[i];k<from[i+1];k++)found.push(`[${i},${to[k]}]`);return found.
join(",")};for(const[name,rows]of Object.entries(lists))text=text.replace(`"${name}":[]`,()=>`"${name}":[${pairs(rows)}]`);
return text}};function merged(n,{similar,dissimilar}){return Float64Array.from({length:n+1},(_,i)=>(similar?.from[i]??0)+
(dissimilar?.from[i]??0))}function interleaved(n,{similar,dissimilar},first){const listed2={j:new Uint16Array(first[n]),
similar:new Uint8Array(first[n])};if(!similar||!dissimilar)return listed2;for(let i=0,k=0;i<n;i++){let[a,b]=[similar.from[i],
dissimilar.from[i]];for(;k<first[i+1];k++){const alike=a<similar.from[i+1]&&(b>=dissimilar.from[i+1]||similar.to[a]<=dissimilar.
to[b]);listed2.j[k]=alike?similar.to[a++]:dissimilar.to[b++];listed2.similar[k]=alike?1:0}}return listed2}function bits(n,{
from,to}){const found=new Uint8Array(Math.ceil(n*n/8));for(let i=0;i<n;i++){for(let k=from[i];k<from[i+1];k++){const bit=i*
n+to[k];found[bit>>3]|=1<<(bit&7)}}return found}function stride(count){const divisor=(a,b)=>{while(b)[a,b]=[b,a%b];return a};
let step=Math.max(Math.round(count*.6180339887498949),1);while(divisor(step,count)!==1)step++;return step%Math.max(count,
1)}var PATIENCE=2500;var SLOW=100;var HEAVY=1e4;var PAIR=12;var LOG_MAX=200;var ASKED_OF_THAT_SERVER=new Set([...["restore",
"prepend","recall","pages","missing","export","poll","drop","go","landscape","rest","more"],...["run","inspect","take"]]);
function decoded(bytes){const block2=bytes.slice();const length=new DataView(block2.buffer).getUint32(0,true);const head2=JSON.
parse(new TextDecoder().decode(block2.subarray(4,4+length)));const arrays={};const names=Object.keys(head2.arrays);names.
forEach(name=>arrays[name]=block2.subarray(4+length+head2.arrays[name][0]));return{head:head2,arrays}}function runOf(head2,arrays){
const frames=head2.arrays.numbers[1][0];return{...head2,frames,kind:head2.springs.kind,counts:head2.springs.counts,pinned:new Set(
head2.pinned),law:{...head2.law,reach:head2.law.reach.map(length=>length??Infinity)},...motionOf(frames,head2.n,arrays),
numbers:new Float64Array(...at(arrays.numbers),frames*COLUMNS),mode:modeOf(head2,arrays)}}function modeOf(head2,arrays){
return arrays.mode?new Float32Array(...at(arrays.mode),2*head2.n):null}function lossesOf(head2,arrays,end){const[rows,size]=head2.
arrays.curves[1];const all=new Float32Array(...at(arrays.curves),rows*size);return new LossTable([all.subarray(0,size),all.
subarray(size)],end,head2.law.degree)}function springsOf(head2,arrays){const lists={};for(const name of["similar","dissi\
milar"]){if(!arrays[name])continue;const[count]=head2.arrays[name][1];lists[name]={from:new Uint32Array(...at(arrays[`${name}\
_from`]),head2.n+1),to:new Uint16Array(...at(arrays[name]),count)}}return new SpringSet({...head2.springs,n:head2.n,labels:head2.
labels},lists)}var CommandLog=class{constructor(context,stalled){this.context=context;this.stalled=stalled;this.send=()=>{};
this.epoch=null;this.restorable=0;this.next=1;this.acked=0;this.queue=[];this.sent=0;this.tries=0;this.load=0;this.timer=
0;this.waitingSince=0;this.entries=new Map;this.history={index:0,first:0,length:1};this.lost=new Set;this.runs=new Map}get late(){
return this.busy&&this.tries>0}get busy(){return this.sent>this.acked}push(op,args={}){const last=this.queue[this.queue.
length-1];const same=last&&last.seq>this.sent&&last.op===op&&args.gesture&&last.gesture===args.gesture;if(same)this.queue.
pop();const seq=same?last.seq:this.next++;this.queue.push({seq,op,...args});this.flush();return seq}newest(op){return this.
queue.filter(command=>command.op===op).pop()}flush(){if(this.busy||!this.queue.length||this.epoch===null)return;this.message=
{epoch:this.epoch,...this.context(),commands:this.queue.slice(0,LOG_MAX),attempt:0};this.sent=this.message.commands[this.
message.commands.length-1].seq;this.tries=0;this.waitingSince=performance.now();this.load=this.message.commands.reduce((sum,command)=>sum+
(command.data?.length??0),0);this.transmit()}transmit(){clearTimeout(this.timer);this.send({...this.message,attempt:this.
tries});this.timer=window.setTimeout(()=>{if(!this.busy)return;this.tries++;this.stalled();this.transmit()},PATIENCE*Math.
min(2**this.tries,4)+this.load/SLOW)}again(){if(this.busy)this.transmit()}answered(head2,springs){this.epoch=head2.epoch;
this.acked=Math.max(this.acked,head2.ack);this.next=Math.max(this.next,head2.ack+1);this.queue=this.queue.filter(command=>command.
seq>head2.ack);if(!this.busy){clearTimeout(this.timer);this.sent=this.acked}this.remember(head2.history,springs);this.flush();
if(!this.busy)this.unload()}unload(){if(this.load>HEAVY)this.send({epoch:this.epoch,...this.context(),commands:[],attempt:0});
this.load=0}get waiting(){return this.queue.filter(command=>!ASKED_OF_THAT_SERVER.has(command.op))}meet(head2,{entries,index},commands){
clearTimeout(this.timer);this.epoch=head2.epoch;this.sent=this.acked=head2.ack;this.next=Math.max(this.next,head2.ack+1);
this.entries=new Map(entries.map((entry,k)=>[k,this.withRunById(entry)]));this.lost.clear();this.history={index,first:0,
length:entries.length};this.queue=commands.map(command=>({...command,seq:this.next++}));this.flush()}documents(room,step){
const{first,length}=this.history;let{index}=this.history;while(index>first&&!this.whole(index))index--;const[low,high]=this.
span(index,room);const entries=[];const told=new Set;for(let k=low;k<high;k++){const{springs,...entry}=this.entries.get(
k);delete entry.number;const scene=springs?springs.listedIn(entry.scene):entry.scene;const run=told.has(entry.run)?entry.
run:this.runs.get(entry.run)??"";told.add(entry.run);entries.push({...entry,scene,run,...k===this.history.index?{shown:step}:
{}})}return{entries,index:index-low,left:length-first-entries.length}}span(index,room){let[low,high]=[index,index];const counted=new Set;
const fits=k=>{const entry=this.entries.get(k);if(entry){const{scene,springs}=entry;const listed2=!springs?0:!springs.all?
springs.total:springs.kind==="labels"?0:springs.counts[0];room-=scene.length+listed2*PAIR;if(!counted.has(entry.run))room-=
this.runs.get(entry.run)?.positions.length??0;counted.add(entry.run)}return this.whole(k)&&(room>=0||k===index)};if(fits(
high))high++;else return[low,high];while(fits(low-1))low--;while(fits(high))high++;return[low,high]}whole(k){const entry=this.
entries.get(k);return entry!==void 0&&(!entry.run||this.runs.has(entry.run))}withRunById(entry){if(!entry.run?.id)return entry;
this.runs.set(entry.run.id,entry.run);return{...entry,run:entry.run.id}}remember(history2,springs){this.history=history2;
if(history2.entry&&springs)this.entries.set(history2.index,{...history2.entry,springs});for(const[k,number,entry]of history2.
missing??[]){if(entry)this.entries.set(k,{...entry,number});else this.lost.add(number)}for(const k of this.entries.keys())
if(k<history2.first||k>=history2.length)this.entries.delete(k);if(history2.numbers)this.compare(history2);this.learnRuns(
history2.run)}learnRuns(run){if(run?.gone)this.lost.add(run.id);else if(run)this.runs.set(run.id,run);const used=new Set(
[...this.entries.values()].map(entry=>entry.run).filter(Boolean));for(const id of this.runs.keys())if(!used.has(id))this.
runs.delete(id);const missing=[...used].find(id=>!this.runs.has(id)&&!this.lost.has(id));if(missing&&!this.newest("run"))
this.push("run",{id:missing})}compare({first,shown,numbers}){const missing=numbers.flatMap((number,k)=>{const entry=this.
entries.get(first+k);const same=entry&&(entry.number??number)===number;if(same)Object.assign(entry,{number,shown:shown[k]});else
this.entries.delete(first+k);return same||this.lost.has(number)?[]:[first+k]});if(missing.length)this.push("missing",{first:missing[0],
last:missing[missing.length-1]})}};var EAGER=2;var Session=class{constructor(board){this.state=board.state;this.player=board.player;this.log=board.log;this.
hand=board.hand;this.landscape=board.landscape;this.notices=board.notices;this.act=board;this.sharedSeq=0;this.recalledSeq=
0;this.meeting=null;this.news=""}receive(bytes){this.hear(decoded(bytes))}hear({head:head2,arrays}){const{state,log,hand,
landscape,act}=this;if(head2.texts&&head2.language!==state.language)act.learn(head2);if(!state.texts)return;act.showAlone(
head2.hidden);act.readTheme();if(head2.epoch!==log.epoch&&this.introduce(head2))return;const fresh=!state.run||head2.serial!==
state.run.serial;const waited=(performance.now()-log.waitingSince)/1e3;if(arrays.curves)state.losses=lossesOf(head2,arrays,
state.choices.curveEnd);if(state.springs?.serial!==head2.springs.serial)state.springs=springsOf(head2,arrays);if(fresh)act.
take(runOf(head2,arrays),head2,waited);else if(head2.told&&state.run){Object.assign(state.run,{rest:head2.rest,later:false,
mode:modeOf(head2,arrays)??state.run.mode})}landscape.hear(head2,arrays);log.answered(head2,state.springs);if(act.away){
log.again();act.exporter?.poll()}act.away=false;hand.acknowledged(head2.ack);if(head2.recalled&&head2.recalled.seq>this.
recalledSeq){this.recalledSeq=head2.recalled.seq;act.recall(head2.recalled)}this.report(head2,fresh);act.exporter?.hear(
head2,arrays);act.opener?.hear(head2,arrays);if(head2.history?.query!==void 0)this.keepAddress(head2.history.query);act.
keeper?.soon();act.changed();if(fresh)act.drawNow()}report(head2,fresh){const{notices,state,act,meeting}=this;const t=state.
texts;const news=`${head2.epoch}/${head2.serial}/${head2.ack}`;const met=meeting!==null&&head2.ack>=meeting.seq;if(met)this.
meeting=null;if(met&&meeting.left>0)notices.say([fill(t.kept_part,{left:meeting.left})],[],"info");if(head2.errors.length&&
news!==this.news){if(!act.opener?.refused(head2))notices.say(met?[t.kept_refused,...head2.errors]:head2.errors);act.exporter?.
refused(head2.errors)}else if(fresh&&head2.origin===head2.serial)notices.forgive();this.news=news;if(!head2.shared||head2.
shared.seq===this.sharedSeq)return;const{seq,kind,text,name}=head2.shared;this.sharedSeq=seq;if(kind==="script")act.exporter?.
offerScript(head2.shared);else if(kind==="file")notices.offerFile(state.springs?state.springs.listedIn(text):text,name);else
notices.offerLink(text,kind==="start")}introduce(head2){const{state,log,act}=this;const{keeper}=act;if(!keeper)return false;
const told=state.run?this.known(head2,keeper):keeper.found(head2.epoch);if(!told)return false;log.meet(head2,told,[...told.
commands,...told.waiting]);this.meeting={seq:log.next-1,left:told.left};known(head2.epoch,false);return true}known(head2,keeper){
const{state,log,act}=this;const{waiting}=log;const told=act.away?keeper.told(head2.epoch):null;const kept=told??log.documents(
log.restorable,keeper.step);const restore=!told&&kept.entries.length?[{op:"restore",entries:kept.entries,index:kept.index}]:
[];act.away=false;act.exporter?.lost();act.opener?.lost();if(state.run)Object.assign(state.run,{serial:-1,origin:-1});if(state.
springs)state.springs.serial=-1;act.changed();return{...kept,left:0,waiting,commands:[...restore,...ofPages(head2.epoch)]}}keepAddress(query){
const{keeper}=this.act;const shown=query||`lang=${this.state.language}`;const address=`${location.pathname}?${withLook(shown,
location.search)}`;if(keeper)keeper.query=query;if(`${location.pathname}${location.search}`!==address)history.replaceState(
history.state,"",address)}lookAhead(){const{state,player,log,hand}=this;const{run}=state;if(!run||!state.editable||log.busy||
log.queue.length)return;if(state.holds){const due=hand.still?player.frame>=player.last/2:player.atEnd;if(due&&player.wanted&&
run.status==="max_steps")hand.again()}else if(run.more&&!state.busy&&(run.level<EAGER||player.frame>player.last/2))log.push(
"more");else if(run.later&&!state.busy)log.push("rest")}leave(){clearTimeout(this.log.timer);this.act.exporter?.leave();
this.act.opener?.leave()}};var Selected=class{constructor(){this.first=null;this.others=new Set}get count(){return this.first===null?0:1+this.others.
size}get all(){return this.first===null?[]:[this.first,...this.others]}has(i){return i===this.first||this.others.has(i)}set(points,wanted=this.
first){const first=wanted!==null&&points.includes(wanted)?wanted:points[0]??null;this.others=new Set(points.filter(i=>i!==
first));this.first=first}toggle(i){this.set(this.has(i)?this.all.filter(j=>j!==i):[...this.all,i])}alone(n){this.set(this.
first!==null&&this.first<n?[this.first]:[])}};var State=class{constructor(editable){this.editable=editable;this.embedded=editable&&embedded();this.texts=null;this.choices=
null;this.language="";this.title="";this.run=null;this.springs=null;this.losses=null;this.show={};this.selection=new Selected;
this.band=null;this.hoverPoint=null;this.hoverSpring=null;this.pointerAt=null;this.keyboard=false;this.tool="move";this.
nextClass=0;this.anchor=null;this.dragging=null;this.marginDrag=null;this.slider=null}get classes(){const named=this.run?.
classes.length??0;return named?named+1:LOOK.colours.length}get n(){return this.run?this.run.n:0}get margin(){if(this.marginDrag)
return this.marginDrag.value;if(this.slider&&this.tuning("margin"))return this.slider.value;return this.run?this.run.margin:
1}reach(similar){return this.run?this.run.law.reach[similar]*this.margin:Infinity}get tunesMargin(){return this.choices.
margins?.length!==1}get busy(){return this.dragging!==null||this.marginDrag!==null||this.slider!==null}get holds(){const held=this.
dragging??this.marginDrag??this.slider;return held!==null&&held.last===0}get held(){return this.dragging?.points??this.run?.
held??[]}get selected(){return this.selection.first}set selected(i){this.selection.set(i===null?[]:[i])}get ties(){return this.
tool!=="move"&&this.tool!=="several"}tuning(name){return this.slider!==null&&this.slider.name===name}};var RESTORED=2/3;var LIVE_DELAY_MAX=.15;var SpringBoard=class{constructor(root,editable=true){this.root=root;this.exporter=
null;this.opener=null;this.keeper=null;this.connection=null;this.away=false;const state=this.state=new State(editable);const player=this.
player=new Player;this.log=new CommandLog(()=>({seen:[state.run?state.run.serial:-1,player.frame],texts:state.run?state.
language:"",springs:state.springs?state.springs.serial:-1}),()=>this.redraw());this.picture=new Picture(state,player,()=>this.
redraw());this.speech=new Speech;this.hand=new Hand(this);this.notices=new Notices(this);this.explainer=new Explainer(this);
this.chart=new Curves(state,this.picture);this.landscape=new Landscape(state,this.picture,this.log);this.panel=new Panel(
this,{topbar:new Topbar(this),selection:new Selection(this),stack:new Stack(this),points:new PointsList(this),classes:new ClassLegend(
this),transport:new Transport(this),controls:editable?new Controls(this):new RecordedControls(this)});this.canvases=new Canvases(
()=>this.measure());this.session=new Session(this);this.stale=true;this.lossTop=1;this.unfitted=false;this.lastTime=0;this.
loop=now=>this.frame(now);this.request=0;this.anywhere=event=>this.pressedAnywhere(event);document.addEventListener("key\
down",this.anywhere);root.addEventListener("keydown",event=>this.pressed(event));root.tabIndex=-1;onColours(()=>this.recolour())}readTheme(){
if(!this.picture.readTheme(this.root))return;this.panel.controls.paint();this.panel.classes.paint();this.redraw()}recolour(){
if(!this.state.texts)return;this.readTheme();this.changed()}showAlone(hidden){const{embedded:embedded2}=this.state;this.
root.toggleAttribute("data-embedded",embedded2);this.root.dataset.hidden=hidden.join(" ");document.documentElement.toggleAttribute(
"data-embedded",embedded2)}takeFocus(){if(keepPlace(this.root))return;if(window.parent===window&&document.activeElement===
document.body)this.root.focus({preventScroll:true})}learn(head2){const{state,panel,chart}=this;const texts=pointsByFinger()?
{...head2.texts,...head2.touch}:head2.texts;Object.assign(state,{texts,choices:head2.choices,language:head2.language,title:head2.
title??""});for(const{id,on}of state.choices.view)state.show[id]??=on;this.picture.view.scales=state.choices.limits.scale;
learnLook(head2.choices.look);this.log.restorable=state.choices.limits.restore*RESTORED;this.readTheme();this.letGo();panel.
build();const{stage,canvas,curves}=panel.at;this.pointer=new Pointer(this,stage);stage.addEventListener("keydown",()=>this.
usesKeyboard(true));stage.addEventListener("focus",()=>this.usesKeyboard(true));stage.addEventListener("blur",()=>this.usesKeyboard(
false));curves.addEventListener("pointermove",event=>{const box=curves.getBoundingClientRect();this.hoverSpring(chart.under(
event.clientX-box.left,event.clientY-box.top))});curves.addEventListener("pointerleave",()=>this.hoverSpring(null));this.
canvases.follow([{canvas,paint:c=>drawBoard(c,state,this.picture,this.landscape)},{canvas:curves,paint:c=>chart.draw(c)},
{canvas:panel.transport.at.timeline,paint:(c,width,height)=>drawTimeline(c,state.run,this.player,this.picture.theme,this.
lossTop,width,height)}]);this.measure()}measure(){const{canvases,picture,chart,panel}=this;if(!canvases.measure())return;
panel.keepHeight();const[stage,curves]=canvases.sizes;if(picture.ratio!==canvases.ratio){picture.ratio=canvases.ratio;panel.
controls.paint()}const[top,right,bottom,left2]=getComputedStyle(this.root).getPropertyValue("--room").trim().split(/\s+/).
map(Number);picture.view.room={top,right,bottom,left:left2};picture.resize(stage.width,stage.height);Object.assign(chart,
curves);this.redraw()}hoverSpring(k){this.state.hoverSpring=k;this.redraw()}take(run,head2,waited){const{state,player,picture}=this;
const old=state.run;const first=!old||this.away&&old.serial!==run.serial;const longer=old&&old.origin===run.origin;if(this.
away){player.begin();if(first)state.selected=null}const stays=longer&&old.margin!==run.margin&&player.atEnd;const live=state.
editable?state.busy:state.holds;state.run=run;if(state.losses)this.lossTop=lossTop(run,state.losses);player.take(run,live?
Math.min(waited,LIVE_DELAY_MAX):null);if(stays)player.seek(player.last);if(!longer&&!live&&head2.cursor){player.seek(head2.
cursor);if(run.status==="recorded")player.wanted=false}if(!old||old.n!==run.n||old.preset!==run.preset)state.selection.alone(
run.n);if(state.anchor!==null&&state.anchor>=run.n)state.anchor=null;if(state.nextClass>=state.classes)state.nextClass=0;
state.hoverPoint=null;const alike=old&&old.n===run.n&&old.preset===run.preset&&old.seed===run.seed;picture.arrows=arrowScale(
run,alike?picture.arrows:null);if(state.springs&&state.hoverSpring!==null&&state.hoverSpring>=state.springs.total)state.
hoverSpring=null;this.unfitted=true;if(first){const preset=state.choices.presets.find(p=>p.id===run.preset);if(preset&&preset.
focus!==null&&run.n>preset.focus)state.selected=preset.focus;picture.fit(false)}else if(old&&!longer&&!live&&old.preset!==
run.preset){picture.fit(false)}else if(old)picture.camera.notice(old,run)}fitBoth(){const{state,picture,chart,pointer}=this;
if(state.busy||pointer?.down.size)return;picture.follow();if(this.unfitted)chart.fit();this.unfitted=false}recall(look){
const{state,player,picture}=this;if(!state.run)return;for(const{id}of state.choices.view)state.show[id]=look[id];state.selected=
look.selected>=0&&look.selected<state.run.n?look.selected:null;player.speed=look.speed;player.wanted=look.playing;player.
seekStep(look.step+state.run.offset);picture.recall(look);this.changed()}select(i){const{state,picture}=this;const{run,texts}=state;
state.selected=i;if(i!==null&&run&&!this.panel.points.focused){const name=picture.className(run.labels[i]);const said=fill(
texts.spoken_selected,{i:i+1,name,pinned:run.pinned.has(i)?texts.pinned:""});this.announce([said,this.panel.stack.words(
i)].filter(Boolean).join(". "))}this.changed()}selectAll(points){const{state}=this;if(points.length<2){this.select(points[0]??
null);return}state.selection.set(points);this.announce(fill(state.texts.spoken_several,{n:points.length}));this.changed()}selectEvery(){
const{n,selection}=this.state;this.selectAll([...new Set([...selection.all,...Array(n).keys()])])}selectNext(by){const{n,
selected}=this.state;if(n)this.select(selected===null?by>0?0:n-1:(selected+by+n)%n)}enter(){const{state,hand,picture}=this;
const{selected,anchor}=state;if(!state.ties){if(selected===null)hand.addAt(picture.view.width/2,picture.view.height/2);return}
if(anchor===null)state.anchor=selected;else if(selected!==null&&selected!==anchor){hand.tie(anchor,selected,false);state.
anchor=null}this.changed()}letGo(){this.pointer?.drop(true)}escape(){if(this.pointer?.grip?.moved){this.pointer.drop(false);
this.changed()}else if(this.notices.open)this.notices.close();else if(this.state.ties||this.state.tool==="several"&&!this.
state.selection.count)this.hand.useTool("move");else this.select(null)}pressed(event){const[control]=event.composedPath();
if(event.defaultPrevented||!(control instanceof Element)||this.root.querySelector("dialog[open]"))return;if(!keeps(control,
event)&&pressed(this,event))event.preventDefault()}pressedAnywhere(event){if(event.defaultPrevented||!this.root.isConnected)
return;if(event.key==="Escape"&&this.notices.open&&!this.root.querySelector("dialog[open]")){this.notices.close();event.
preventDefault()}else if(asksHistory(event))this.pressed(event)}usesKeyboard(yes){if(this.state.keyboard===yes)return;this.
state.keyboard=yes;this.panel.at.stage.toggleAttribute("data-keys",yes);this.redraw()}toggle(what){const{show}=this.state;
show[what]=!show[what];this.changed()}togglePlay(){const{player,log}=this;const{run,editable}=this.state;if(!run)return;
if(player.phase==="playing"){player.wanted=false;player.seek(player.frame)}else{player.wanted=true;if(player.atEnd&&run.
ends){if(editable&&run.status==="max_steps")log.push("resume");else if(run.frames>1)player.seek(0)}}this.changed()}stepBy(by){
const{player}=this;player.wanted=false;player.seek(player.frame+(by<0&&player.share>0?0:by));this.changed()}restart(){this.
player.seek(0);this.changed()}scrub(frame){this.player.wanted=false;this.player.seek(frame);this.changed()}note(){const{
state,picture,chart,landscape}=this;const{texts,run,show,selected,editable}=state;if(!run)return"";const arrows=show.forces&&
run.n?fill(texts.note_arrows,{scale:picture.arrows}):"";const mode=run.rest&&modeShown(state,picture)?texts[`note_mode_${run.
rest.kind}`]:"";const{seen,wanted}=landscape;const field=seen&&wanted?fill(texts.note_field,{scale:seen.scale}):"";const missing=show.
landscape&&selected===null&&run.n&&editable?texts.note_landscape:"";const some=chart.rate>1?fill(texts.note_curves,{every:chart.
rate}):"";return[springsShown(state,picture).note,this.legend(),some,arrows,field,missing,mode].filter(Boolean).join(" ·\
 ")}legend(){const{texts,selected,springs}=this.state;if(selected===null||!springs||selected>=springs.n||springs.n<2)return"";
const ties=springs.ties(selected);let[similar,dissimilar,grey]=[0,0,-1];for(let i=0;i<springs.n;i++){if(ties[i]&1)similar++;else if(ties[i])
dissimilar++;else grey++}return fill(grey?texts.note_seen_grey:texts.note_seen,{similar,dissimilar,grey})}hint(){const{texts,
run,selected,selection,editable,tool,ties,anchor}=this.state;if(!run)return"";if(!editable)return texts.hint_recorded;if(ties)
return texts[anchor===null?`hint_${tool}`:"hint_second"];if(tool==="several")return texts.hint_several;if(selection.count>
1)return texts.hint_group;if(!run.n)return texts.hint_empty;if(run.kind==="pairs")return selected===null?texts.hint_loose:
texts.hint_tied;return selected===null?texts.hint:texts.hint_ring}announce(words){this.speech.say(words)}changed(){this.
stale=true;this.redraw()}redraw(){if(!this.request)this.request=requestAnimationFrame(this.loop)}drawNow(){cancelAnimationFrame(
this.request);this.frame(performance.now())}frame(now){this.request=0;const{player,panel,picture,pointer}=this;if(!this.
root.isConnected||!this.state.run){this.lastTime=0;return}const{playing}=player;if(playing&&this.lastTime)player.advance(
Math.min(Math.max(now-this.lastTime,0)/1e3,.1));this.lastTime=playing?now:0;this.session.lookAhead();this.fitBoth();picture.
camera.advance(now);this.landscape.ask();picture.compose();if(playing&&pointer)pointer.still();this.canvases.paint();if(this.
stale)panel.update();this.stale=false;panel.tick();if(player.playing||picture.camera.glide)this.redraw()}leave(){this.letGo();
this.keeper?.keep();this.away=true;Object.assign(this.state,{dragging:null,marginDrag:null,slider:null});this.canvases.leave();
document.removeEventListener("keydown",this.anywhere);cancelAnimationFrame(this.request);this.session.leave()}comeBack(){
this.request=this.lastTime=0;document.addEventListener("keydown",this.anywhere);document.documentElement.lang=this.state.
language;this.canvases.observe();this.redraw()}};var NOWHERE={epoch:"recorded",origin:0,offset:0,preset:"",seed:0,smooth:false,errors:[],held:[],hidden:[],history:{index:0,
first:0,length:1}};var Recorded=class{constructor(block2){const{head:head2,arrays}=decoded(block2);const{texts,touch,choices,
runs,shown,...common}=head2;this.words={texts,touch,choices};this.common=common;this.runs=runs;this.arrays=arrays;this.shown=
shown;this.before={gesture:0,shown};this.serial=0;this.ack=0}opening(){const{head:head2,arrays}=this.answer([]);return{head:{
...head2,...this.words},arrays:{...this.arrays,...arrays}}}answer(commands){const{margins}=this.words.choices;for(const{
op,value,gesture,seq}of commands){if(op==="margin"&&gesture!==this.before.gesture)this.before={gesture,shown:this.shown};
if(op==="margin")this.shown=Math.max(margins.indexOf(value),0);if(op==="cancel"&&gesture===this.before.gesture)this.shown=
this.before.shown;this.ack=seq}this.serial++;const{common,shown:k,serial,ack}=this;const layout={...common.arrays,numbers:common.
arrays[`numbers${k}`]};const said={...this.runs[k],margin:margins[k],ends:true,more:false,serial,ack};return{head:{...common,
...NOWHERE,...said,arrays:layout},arrays:this.run(k)}}run(k){const names=["start","moves","pulls","units","numbers","mod\
e"].filter(name=>this.arrays[`${name}${k}`]);return Object.fromEntries(names.map(name=>[name,this.arrays[`${name}${k}`]]))}};void open(document.querySelector(".board"),document.getElementById("recording")?.textContent??"");async function open(root,text){
const packed2=Uint8Array.from(atob(text),c=>c.charCodeAt(0));const stream=new Blob([packed2]).stream().pipeThrough(new DecompressionStream(
"deflate"));const recorded=new Recorded(new Uint8Array(await new Response(stream).arrayBuffer()));const board=new SpringBoard(
root,false);const{state,log,session}=board;state.selected=recorded.common.selected;log.send=({commands})=>queueMicrotask(
()=>session.hear(recorded.answer(commands)));session.hear(recorded.opening())}
