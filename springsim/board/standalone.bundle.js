// Made of board/js by npm run bundle.
var DOTS=500;var BINS=56;var COUNTED=6e4;var MEASURED=2e4;var Curves=class{constructor(board){this.board=board;this.width=
1;this.height=1;this.reach=2;this.counted="";this.rate=1;this.counts=[new Uint32Array(BINS),new Uint32Array(BINS)]}fit(){
const{run,springs}=this.board;if(!run||!springs)return;let farthest=0;for(const{pairs,size}of[springs.sample(0),springs.
sample(1)]){for(const frame of[0,run.frames-1]){for(let k=0;k<Math.min(size,MEASURED);k++){const i=(frame*run.n+pairs[2*
k])*2;const j=(frame*run.n+pairs[2*k+1])*2;farthest=Math.max(farthest,Math.hypot(run.positions[i]-run.positions[j],run.positions[i+
1]-run.positions[j+1]))}}}this.reach=Math.min(Math.max(2,Math.ceil(farthest/run.margin*1.02)),4)}get box(){const{size}=this.
board.picture.theme;return{left:28+12*size,right:this.width-12,top:14,bottom:this.height-34*size}}get top(){return this.
reach<=2?1.5:2}x(d){const{left:left2,right}=this.box;return left2+Math.min(d,this.reach)/this.reach*(right-left2)}y(loss){
const{top,bottom}=this.box;return bottom-Math.min(loss,this.top)/this.top*(bottom-top)}loss(similar,d){const{curves,choices}=this.
board;const count=curves.length/2;const at2=Math.min(d/choices.curveEnd*(count-1),count-1.001);const k=Math.floor(at2);const row=similar?
0:count;return curves[row+k]+(at2-k)*(curves[row+k+1]-curves[row+k])}dot(k){const springs=this.board.springs;const[i,j]=springs.
ends(k).map(point=>2*point);const{shown}=this.board.picture;const d=Math.hypot(shown[i]-shown[j],shown[i+1]-shown[j+1])/
this.board.picture.marginShown();return{x:this.x(d),y:this.y(this.loss(springs.similar(k)===1,d)),d}}under(x,y){const{springs}=this.
board;if(!springs||springs.total>DOTS)return null;let[best,distance]=[null,14];for(let k=0;k<springs.total;k++){const dot=this.
dot(k);const away=Math.hypot(dot.x-x,dot.y-y);if(away<distance)[best,distance]=[k,away]}return best}draw(c){const{board}=this;
c.clearRect(0,0,this.width,this.height);if(!board.run||!board.curves.length)return;this.drawAxes(c);this.drawCurve(c,true);
this.drawCurve(c,false);if(board.springs&&board.springs.total>DOTS)this.drawDensity(c,board.springs);else{this.rate=1;this.
drawDots(c)}}drawAxes(c){const{texts}=this.board;const{theme}=this.board.picture;const m=this.board.picture.marginShown();
const{left:left2,right,top,bottom}=this.box;c.font=`${12*theme.size}px ${theme.font}`;c.lineWidth=1;c.strokeStyle=theme.
line;c.fillStyle=theme.muted;c.textBaseline="middle";c.textAlign="right";const rise=nice(this.top*m*m/3);for(let v=0;v<=
this.top*m*m+1e-12;v+=rise){const y=Math.round(this.y(v/(m*m)))+.5;c.beginPath();c.moveTo(left2,y);c.lineTo(right,y);c.stroke();
c.fillText(tick(v),left2-6,y)}c.textAlign="center";c.textBaseline="top";const run=nice(this.reach*m/4);for(let v=0;v<=this.
reach*m+1e-12;v+=run)c.fillText(tick(v),this.x(v/m),bottom+5);c.textAlign="right";c.fillText(texts.axis_distance,right,bottom+
5+14*theme.size);c.textAlign="left";c.textBaseline="middle";c.fillText(texts.axis_loss,left2+4,top-4);c.strokeStyle=theme.
text;c.setLineDash([1,4]);c.lineCap="round";c.lineWidth=1.6;c.beginPath();c.moveTo(this.x(1),top);c.lineTo(this.x(1),bottom);
c.stroke();c.setLineDash([]);c.lineCap="butt";c.fillStyle=theme.text;c.font=`600 ${13*theme.size}px ${theme.font}`;c.fillText(
"m",this.x(1)+5,top+8)}drawCurve(c,similar){const{texts}=this.board;const{theme}=this.board.picture;c.strokeStyle=similar?
theme.spring:theme.force;c.lineWidth=2;c.setLineDash(similar?[6,4]:[]);c.beginPath();for(let k=0;k<=120;k++){const d=k/120*
this.reach;const loss=this.loss(similar,d);if(loss>this.top){const edge=Math.sqrt(2*this.top);c.lineTo(this.x(edge),this.
y(this.top));break}if(k)c.lineTo(this.x(d),this.y(loss));else c.moveTo(this.x(d),this.y(loss))}c.stroke();c.setLineDash(
[]);c.fillStyle=c.strokeStyle;c.font=`${12*theme.size}px ${theme.font}`;c.textBaseline="middle";if(similar){c.textAlign=
"right";c.fillText(texts.curve_similar,this.box.right,this.y(.42*this.top))}else{c.textAlign="right";c.fillText(texts.curve_dissimilar,
this.box.right,this.y(0)-16*theme.size)}}drawDots(c){const{springs,hoverSpring,selected}=this.board;const{theme}=this.board.
picture;if(!springs)return;const many2=springs.total>80;const mine=new Set(selected!==null&&selected<springs.n?springs.of(
selected):[]);c.lineWidth=1.5;for(let k=0;k<springs.total;k++){if(k===hoverSpring)continue;const{x,y}=this.dot(k);c.globalAlpha=
!many2||mine.has(k)?1:.45;this.drawDot(c,x,y,springs.similar(k)===1,many2&&!mine.has(k)?3:5,theme)}c.globalAlpha=1;if(hoverSpring!==
null&&hoverSpring<springs.total){const{x,y}=this.dot(hoverSpring);c.beginPath();c.arc(x,y,10,0,2*Math.PI);c.strokeStyle=
theme.force;c.lineWidth=2.5;c.stroke();c.lineWidth=1.5;this.drawDot(c,x,y,springs.similar(hoverSpring)===1,6,theme)}}drawDot(c,x,y,similar,radius,theme){
c.beginPath();c.arc(x,y,radius,0,2*Math.PI);c.fillStyle=similar?theme.text:theme.background;c.strokeStyle=theme.text;c.fill();
c.stroke()}drawDensity(c,springs){const{theme}=this.board.picture;this.count(springs);c.lineWidth=1.2;for(const kind of[
0,1]){for(let b=0;b<BINS;b++){if(!this.counts[kind][b])continue;const d=(b+.5)/BINS*this.reach;const radius=1.2+11*Math.
sqrt(this.counts[kind][b]*this.rate/springs.total);c.globalAlpha=.8;this.drawDot(c,this.x(d),this.y(this.loss(kind===1,d)),
kind===1,radius,theme)}}c.globalAlpha=1}count(springs){const{board}=this;const{shown}=board.picture;const now=`${board.picture.
moment()}/${this.reach}`;const still=this.counted===now;if(still&&(this.rate===1||board.moves))return;const unit=BINS/(board.
picture.marginShown()*this.reach);const counts=this.counts=[new Uint32Array(BINS),new Uint32Array(BINS)];const see=(i,j,similar)=>{
const dx=shown[2*i]-shown[2*j];const dy=shown[2*i+1]-shown[2*j+1];counts[similar][Math.min(Math.floor(Math.sqrt(dx*dx+dy*
dy)*unit),BINS-1)]++};this.counted=now;this.rate=still?1:Math.max(1,Math.ceil(springs.total/COUNTED));if(still){for(let from=0;from<
springs.total;){const{i,j,similar,count}=springs.block(from);for(let k=0;k<count;k++)see(i[k],j[k],similar[k]);from+=count}
return}for(const kind of[0,1]){const{pairs,size,total}=springs.sample(kind);const count=Math.min(Math.ceil(total/this.rate),
size);for(let k=0;k<count;k++)see(pairs[2*k],pairs[2*k+1],kind)}if(this.rate>1&&!board.moves)board.redraw()}};function nice(x){
const power=10**Math.floor(Math.log10(x));return(x<=power?1:x<=2*power?2:x<=5*power?5:10)*power}function tick(v){return v===
0?"0":String(Number(v.toPrecision(3)))}var ZERO=1e-9;var SVG="http://www.w3.org/2000/svg";function el(tag,props={},...children){const node=document.createElement(
tag);for(const[name,value]of Object.entries(props)){if(name.startsWith("on"))node.addEventListener(name.slice(2),value);else if(value===
true)node.setAttribute(name,"");else if(value!==false&&value!==null&&value!==void 0)node.setAttribute(name,String(value))}
node.append(...children);return node}var ICONS={move:"M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M\
3 12l3 3M21 12l-3-3M21 12l-3 3",similar:"M2 12h3l1.5-5 3 10 3-10 3 10 3-10 1.5 5h2",dissimilar:"M2 9.5h4l1.5-3 3 6 3-6 3\
 6 1.5-3h2M2 14.5h4l1.5-3 3 6 3-6 3 6 1.5-3h2M22 5v14",cut:"M4 5l13 13M4 19L17 6M17 15.5a2.5 2.5 0 1 0 .01 0M17 3.5a2.5 \
2.5 0 1 0 .01 0",fit:"M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",plus:"M12 5v14M5 12h14",minus:"M5 12h14",undo:"M8 5L4 9l4 \
4M4 9h10a6 6 0 0 1 0 12h-3",redo:"M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",reset:"M4 4v6h6M4.5 10a8 8 0 1 1-.5 4",clear:"\
M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",link:"M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0\
l-3 3a4 4 0 0 0 6 6l1-1",open:"M3 19V5h6l2 3h10v11zM3 11h18",save:"M12 4v11M7 10l5 5 5-5M4 20h16",output:"M12 15V4M7.5 8\
.5L12 4l4.5 4.5M4 14v6h16v-6",copy:"M9 9h11v11H9zM5 15H4V4h11v1",help:"M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 1\
7.5v.5",restart:"M6 5v14M19 5L9 12l10 7z",back:"M16 5L6 12l10 7z",step:"M8 5l10 7-10 7z",play:"M7 4l13 8-13 8z",pause:"M\
8 5v14M16 5v14",pin:"M9 3h6l-1 6 3 3H7l3-3zM12 12v9",trash:"M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",close:"M6 6l12 12M18 6L6 \
18",dice:"M4 4h16v16H4zM8.5 8.5v.01M15.5 8.5v.01M12 12v.01M8.5 15.5v.01M15.5 15.5v.01",circle:"M12 4a8 8 0 1 0 .01 0M12 \
4v.01M5.1 16v.01M18.9 16v.01",nudge:"M4 12c2-5 4-5 6 0s4 5 6 0M17 12l3 0M18 9l3 3-3 3"};function icon(name){const svg=document.
createElementNS(SVG,"svg");svg.setAttribute("viewBox","0 0 24 24");svg.setAttribute("aria-hidden","true");svg.setAttribute(
"class",`icon icon-${name}`);const path=document.createElementNS(SVG,"path");path.setAttribute("d",ICONS[name]);svg.append(
path);return svg}function say(node,text){if(node.textContent!==text)node.textContent=text}function fill(text,values){return text.
replace(/\{(\w+)\}/g,(gap,name)=>name in values?String(values[name]):gap)}function digits(x){if(x===0)return"0";if(Math.
abs(x)<ZERO)return"≈ 0";const size=Math.abs(x);if(size<.001||size>=1e5)return x.toExponential(2).replace("e-","e−").
replace("e+","e");return x.toFixed(size>=1e3?1:size>=100?2:size>=10?3:4)}function many(x){if(x<1e5)return String(x);return x<
999500?`${Math.round(x/1e3)}k`:`${(x/1e6).toPrecision(3)}M`}function lengthText(x){const plain=x.toFixed(2);return Math.
abs(Number(plain)-x)<ZERO?plain:String(Number(x.toPrecision(3)))}function iconButton(name,label,action,props={}){const{class:kind="",
words=false,...rest}=props;const node=el("button",{type:"button",class:`button ${kind}`,title:label,"aria-label":label,onclick:action,
...rest},icon(name));if(words)node.append(el("span",{class:"words"},words));return node}function press(button,on){if(button.
getAttribute("aria-pressed")!==String(on))button.setAttribute("aria-pressed",String(on))}function focused(inside){return inside.
getRootNode().activeElement}var TURNS=8;var STRAIGHT=.1;function zigzag(c,ax,ay,bx,by,amplitude){const dx=bx-ax;const dy=by-ay;const length=Math.hypot(
dx,dy);c.moveTo(ax,ay);if(length>6){const wide=Math.min(amplitude,length/10);const nx=-dy/length*wide;const ny=dx/length*
wide;for(let k=0;k<=2*TURNS;k++){const along=STRAIGHT+(1-2*STRAIGHT)*k/(2*TURNS);const side=k===0||k===2*TURNS?0:k%2?1:-1;
c.lineTo(ax+dx*along+nx*side,ay+dy*along+ny*side)}}c.lineTo(bx,by)}function bar(c,ax,ay,bx,by,half){const length=Math.hypot(
bx-ax,by-ay)||1;const nx=-(by-ay)/length*half;const ny=(bx-ax)/length*half;c.moveTo(bx-nx,by-ny);c.lineTo(bx+nx,by+ny)}function head(c,ax,ay,bx,by,size){
const length=Math.hypot(bx-ax,by-ay)||1;const ux=(bx-ax)/length;const uy=(by-ay)/length;c.moveTo(bx,by);c.lineTo(bx-size*
ux+.42*size*uy,by-size*uy-.42*size*ux);c.lineTo(bx-size*ux-.42*size*uy,by-size*uy+.42*size*ux);c.closePath()}var CORNERS={
square:polygon(4,1.12,.125),triangle:polygon(3,1.25,.25),diamond:polygon(4,1.25,0),pentagon:polygon(5,1.12,.25),hexagon:polygon(
6,1.1,0),star:star(5,1.35,.6),cross:star(4,1.35,.55)};function polygon(n,radius,turn){return Array.from({length:n},(_,k)=>[
turn+k/n,radius])}function star(n,outer,inner){return Array.from({length:2*n},(_,k)=>[.25+k/(2*n),k%2?inner:outer])}function outline(c,shape,x,y,radius){
const corners=CORNERS[shape];if(!corners){c.moveTo(x+radius,y);c.arc(x,y,radius,0,2*Math.PI);return}corners.forEach(([turn,
share],k)=>{const angle=2*Math.PI*turn;const px=x+radius*share*Math.cos(angle);const py=y-radius*share*Math.sin(angle);if(k===
0)c.moveTo(px,py);else c.lineTo(px,py)});c.closePath()}var HANDLE_ANGLES=[-.31,.31,-.6,.6,-.95,.95,-1.2,1.2,1.9,-1.9,2.4,-2.4,2.83,3.45];function handleAt(board,i){const centre=board.
picture.place(i);const{view}=board.picture;const radius=board.picture.marginShown()*view.scale;const on=angle=>({x:centre.
x+radius*Math.cos(angle),y:centre.y-radius*Math.sin(angle)});if(board.hand.marginDrag)return on(board.hand.marginDrag.angle);
const visible=at2=>at2.x>62&&at2.x<view.width-84&&at2.y>56&&at2.y<view.height-56;const{handle}=board.picture;if(handle.of!==
i||!visible(on(handle.angle))){const seen=HANDLE_ANGLES.filter(angle=>visible(on(angle)));const clear=seen.find(angle=>board.
picture.pointAt(on(angle).x,on(angle).y,22)===null);Object.assign(handle,{of:i,angle:clear??seen[0]??HANDLE_ANGLES[0]})}
return on(handle.angle)}function drawMargin(c,board,i){const{x,y}=board.picture.place(i);const{theme}=board.picture;c.beginPath();
c.arc(x,y,board.picture.marginShown()*board.picture.view.scale,0,2*Math.PI);c.globalAlpha=board.ground.seen?0:.05;c.fillStyle=
theme.force;c.fill();c.globalAlpha=.85;c.setLineDash([2,5]);c.lineCap="round";c.lineWidth=1.8;c.strokeStyle=theme.text;c.
stroke();c.setLineDash([]);c.lineCap="butt";c.globalAlpha=1}function drawHandle(c,board,i){const{theme,view}=board.picture;
const from=board.picture.place(i);const to=handleAt(board,i);const radius=board.picture.pointRadius;c.strokeStyle=c.fillStyle=
theme.text;c.lineWidth=1.4;c.setLineDash([2,4]);c.beginPath();const length=Math.hypot(to.x-from.x,to.y-from.y)||1;const[
ux,uy]=[(to.x-from.x)/length,(to.y-from.y)/length];c.moveTo(from.x+ux*(radius+5),from.y+uy*(radius+5));c.lineTo(to.x-ux*
9,to.y-uy*9);c.stroke();c.setLineDash([]);c.beginPath();head(c,from.x,from.y,to.x-ux*8,to.y-uy*8,7);c.fill();if(board.hand.
tunesMargin){c.beginPath();c.arc(to.x,to.y,8,0,2*Math.PI);c.fillStyle=board.hand.marginDrag?theme.force:theme.background;
c.lineWidth=2;c.fill();c.stroke()}const label=`m = ${lengthText(board.picture.marginShown())}`;c.font=`600 ${14*theme.size}\
px ${theme.font}`;const wide=c.measureText(label).width;const left2=to.x+14+wide>view.width-4;plate(c,theme,label,left2?
to.x-14-wide:to.x+14,to.y)}function plate(c,theme,label,x,y){c.globalAlpha=.82;c.fillStyle=theme.background;c.fillRect(x-
3,y-10*theme.size,c.measureText(label).width+6,20*theme.size);c.globalAlpha=1;c.fillStyle=theme.text;c.textBaseline="mid\
dle";c.textAlign="left";c.fillText(label,x,y+.5)}var KEPT=200;function outlined(c,look,x,y,radius){c.beginPath();outline(c,look.shape,x,y,radius);c.fillStyle=look.fill;c.
strokeStyle=look.stroke;c.lineWidth=look.width;c.fill();c.stroke()}var Stamps=class{constructor(){this.kept=new Map}put(c,look,x,y,radius,ratio){
const key=`${look.shape}/${look.fill}/${look.stroke}/${radius}/${ratio}`;const stamp=this.kept.get(key)??this.painted(key,
look,radius,ratio);c.drawImage(stamp.canvas,x-stamp.size/2,y-stamp.size/2,stamp.size,stamp.size)}painted(key,look,radius,ratio){
const across=Math.ceil((2.8*radius+4)*ratio);const stamp={canvas:document.createElement("canvas"),size:across/ratio};Object.
assign(stamp.canvas,{width:across,height:across});const c=stamp.canvas.getContext("2d");c?.scale(ratio,ratio);if(c){outlined(
c,{...look,width:Math.min(look.width,radius<4?.6:1.2)},stamp.size/2,stamp.size/2,radius)}if(this.kept.size>=KEPT)this.kept.
clear();this.kept.set(key,stamp);return stamp}};var ALONE=15.5;var STRONG=.8;var SHADES=256;var DEEP=4;var Density=class{constructor(){this.cell=1;this.width=0;this.height=
0;this.counts=new Uint32Array(0);this.lines=0;this.steps=0;this.image=null;this.canvas=document.createElement("canvas");
this.colour="";this.shades=new Uint32Array(SHADES)}begin(across,down,cell){const[width,height]=[Math.ceil(across/cell),Math.
ceil(down/cell)];if(width!==this.width||height!==this.height){Object.assign(this,{width,height,counts:new Uint32Array(width*
height),image:new ImageData(width,height)});Object.assign(this.canvas,{width,height})}else this.counts.fill(0);this.cell=
cell;this.lines=this.steps=0}line(ax,ay,bx,by){const{width,height,counts}=this;this.lines++;const dx=bx-ax;const dy=by-ay;
const steps=Math.ceil(Math.max(Math.abs(dx),Math.abs(dy)));if(!(steps>0))return;const sx=dx/steps;const sy=dy/steps;const first=Math.
max(0,entered(ax,sx,width),entered(ay,sy,height));const last=Math.min(steps,left(ax,sx,width),left(ay,sy,height));this.steps+=
Math.max(last-first,0);let x=ax+first*sx;let y=ay+first*sy;for(let k=first;k<last;k++){counts[(y|0)*width+(x|0)]++;x+=sx;
y+=sy}}develop(colour,weight){if(!this.image)return;if(colour!==this.colour)this.mix(colour);const pixels=new Uint32Array(
this.image.data.buffer);const{counts,shades}=this;let touched=1;for(let p=0;p<counts.length;p++)touched+=Number(counts[p]>
0);const full=Math.max(ALONE*this.cell/weight,this.steps/touched);const shade=(SHADES-1)/(DEEP*full);for(let p=0;p<pixels.
length;p++)pixels[p]=shades[Math.min(Math.ceil(counts[p]*shade),SHADES-1)];this.canvas.getContext("2d")?.putImageData(this.
image,0,0)}paint(c){c.drawImage(this.canvas,0,0,this.width*this.cell,this.height*this.cell)}mix(colour){this.colour=colour;
const c=document.createElement("canvas").getContext("2d");if(!c)return;c.fillStyle=colour;c.fillRect(0,0,1,1);const[r,g,
b]=c.getImageData(0,0,1,1).data;for(let k=1;k<SHADES;k++){const alpha=STRONG*(1-Math.exp(-DEEP*k/(SHADES-1)));this.shades[k]=
(Math.round(255*alpha)<<24|b<<16|g<<8|r)>>>0}}};function entered(a,s,size){if(s===0)return a>=0&&a<size?0:Infinity;return Math.
ceil((s>0?-a:size-a)/s+1e-9)}function left(a,s,size){if(s===0)return Infinity;return Math.floor((s>0?size-a:-a)/s-1e-9)}var FINE=2e4;var WORK=25e5;var CHUNK=9;var RATES=[1,2,3,5,8,12,20,30,50,80,120,200,300,500,800,1200,2e3];var Dense=class{constructor(){
this.some=new Density;this.every=new Density;this.rate=1;this.length=80;this.shown="";this.whole="";this.next=Infinity}note({
springs,texts}){const total=springs?.total??0;return this.rate===1||this.complete?fill(texts.note_density,{total}):fill(
texts.note_density_some,{every:this.rate,total})}get complete(){return this.whole===this.shown&&this.next===Infinity}count(springs,line){
const least=Math.max(...[0,1].map(kind=>springs.counts[1-kind]/Math.max(springs.sample(kind?1:0).size,1)));const wanted=Math.
max(least,springs.total*this.length/WORK);this.rate=RATES.find(rate2=>rate2>=wanted)??RATES[RATES.length-1];for(const kind of[
0,1]){const{pairs,size,total}=springs.sample(kind);const count=Math.min(Math.ceil(total/this.rate),size);for(let k=0;k<count;k++)
line(this.some,pairs[2*k],pairs[2*k+1])}this.length=Math.max(this.some.steps/Math.max(this.some.lines,1),1)}goOn(springs,line){
const end=performance.now()+CHUNK;while(this.next<springs.total&&performance.now()<end){const{i,j,count}=springs.block(this.
next);for(let k=0;k<count;k++)line(this.every,i[k],j[k]);this.next+=count}if(this.next>=springs.total)this.next=Infinity}};
function paintDensity(c,board,springs){const{view,shown,theme,dense}=board.picture;const now=`${board.picture.moment()}/${theme.
spring}`;const cell=springs.total>FINE?2:1;const scale=view.scale/cell;const left2=view.width/2/cell-view.x*scale;const top=view.
height/2/cell+view.y*scale;const line=(density,i,j)=>density.line(left2+shown[2*i]*scale,top-shown[2*i+1]*scale,left2+shown[2*
j]*scale,top-shown[2*j+1]*scale);if(dense.shown!==now){dense.shown=now;dense.some.begin(view.width,view.height,cell);dense.
count(springs,line);dense.some.develop(theme.spring,dense.rate);if(dense.rate>1&&!board.moves)board.redraw()}else if(dense.
rate>1&&!board.moves&&!dense.complete){if(dense.whole!==now){Object.assign(dense,{whole:now,next:0});dense.every.begin(view.
width,view.height,cell)}dense.goOn(springs,line);if(dense.complete)dense.every.develop(theme.spring,1);else board.redraw()}
if(dense.complete&&dense.rate>1)dense.every.paint(c);else dense.some.paint(c)}var COLUMNS=7;var COLUMN={loss:0,mean:1,similar:2,dissimilar:3,residual:4,pushing:5,step:6};var LEGIBLE=60;var BOLD=150;var ZIGZAGS=400;var LINES=2e3;var MINE=1.6;var FAINT=.5;var AT_ONCE=200;var AT_REST=1-1e-6;function springsShown(board){
const{run,springs,selected,texts}=board;const total=springs?springs.total:0;const shown=(style,list=null,note="")=>({style,
list,parts:[0,0],note});if(!run||!springs||!board.show.springs||!total)return shown("zigzags",[]);if(total<=LEGIBLE||board.
show.every){if(total>LINES)return shown("density",null,board.picture.dense.note(board));return shown(total<=ZIGZAGS?"zig\
zags":"lines")}if(selected!==null&&selected<springs.n){const list=springs.of(selected);return shown(list.length<=ZIGZAGS?
"zigzags":"lines",list,fill(texts.note_selected,{shown:list.length,total}))}const pushing=board.player.number(board.player.
frame,COLUMN.pushing);const acting=run.counts[0]+pushing;if(acting<=LINES&&springs.sample(0).size<run.counts[1]&&!board.
moves){return{...shown("acting",null,fill(texts.note_acting,{shown:acting,total})),parts:[0,run.counts[0]]}}return{...shown(
"sample"),...sampled(springs,pushing,texts)}}function sampled(springs,pushing,texts){const[similar,dissimilar]=springs.counts;
const pulls=Math.min(similar,Math.max(LINES/2,LINES-pushing));const looked=pushing?Math.ceil((LINES-pulls)*dissimilar/pushing):
dissimilar;const parts=[Math.min(looked,springs.sample(0).size),pulls];const[one,other]=[similar/Math.max(pulls,1),dissimilar/
Math.max(parts[0],1)];const[acting,total]=[similar+pushing,springs.total];const all=pulls===similar&&(!pushing||parts[0]===
dissimilar);return{parts,note:all?fill(texts.note_acting,{shown:acting,total}):fill(pushing?texts.note_some:texts.note_some_pull,
{similar,one:rate(one),pushing,other:rate(other)})}}function rate(ratio){return ratio<2.95?Number(ratio.toFixed(1)):Math.
round(ratio)}function drawSprings(c,board){const{springs,picture}=board;if(!springs)return;const{style,list,parts}=springsShown(
board);if(style==="density")paintDensity(c,board,springs);else if(style==="zigzags"){drawZigzags(c,board,list??Array.from(
{length:springs.total},(_,k)=>k),picture.theme.spring)}else if(style==="sample"||style==="acting"){strokeLines(c,board,1,
springs.sample(1).pairs,parts[1],true);if(style==="sample")strokeLines(c,board,0,springs.sample(0).pairs,parts[0],true);else{
const pairs=picture.pushing(springs);strokeLines(c,board,0,pairs,pairs.length/2,true)}}else{for(const kind of[1,0]){const pairs=(list??
Array.from({length:springs.total},(_,k)=>k)).filter(k=>springs.similar(k)===kind).flatMap(k=>springs.ends(k));strokeLines(
c,board,kind,pairs,pairs.length/2,!board.show.every,list?MINE:1);if(list&&!kind)strokeLines(c,board,kind,pairs,pairs.length/
2,false,FAINT)}}}function drawZigzags(c,board,list,colour){const springs=board.springs;const fine=list.length>BOLD;const amplitude=list.
length>LEGIBLE?3:5;const reach=board.picture.marginShown()*board.picture.view.scale;c.strokeStyle=c.fillStyle=colour;for(const k of list){
const[a,b]=ends(board,springs,k);const length=Math.hypot(b.x-a.x,b.y-a.y);if(length<1)continue;const[ux,uy]=[(b.x-a.x)/length,
(b.y-a.y)/length];const inset=Math.min(board.picture.pointRadius,length/2);const similar=springs.similar(k)===1;const slack=!similar&&
length>=reach;const[ax,ay]=[a.x+ux*inset,a.y+uy*inset];const[bx,by]=slack?[a.x+ux*reach,a.y+uy*reach]:[b.x-ux*inset,b.y-
uy*inset];if(similar)drawAttract(c,ax,ay,bx,by,amplitude,fine);else drawRepulse(c,ax,ay,bx,by,amplitude,fine,slack?.45:1,
board.picture.theme.background,colour)}c.globalAlpha=1}function drawAttract(c,ax,ay,bx,by,amplitude,fine){c.globalAlpha=
1;c.lineWidth=fine?1:1.7;c.beginPath();zigzag(c,ax,ay,bx,by,amplitude);c.stroke();if(fine||Math.hypot(bx-ax,by-ay)<36)return;
c.beginPath();head(c,ax,ay,ax+(bx-ax)*.09,ay+(by-ay)*.09,8);head(c,bx,by,bx+(ax-bx)*.09,by+(ay-by)*.09,8);c.fill()}function drawRepulse(c,ax,ay,bx,by,amplitude,fine,alpha,background,colour){
c.globalAlpha=alpha;c.beginPath();if(fine){const length=Math.hypot(bx-ax,by-ay)||1;const[nx,ny]=[-(by-ay)/length*1.4,(bx-
ax)/length*1.4];c.lineWidth=1;zigzag(c,ax-nx,ay-ny,bx-nx,by-ny,amplitude);zigzag(c,ax+nx,ay+ny,bx+nx,by+ny,amplitude)}else{
zigzag(c,ax,ay,bx,by,amplitude);c.lineWidth=4.2;c.stroke();c.globalAlpha=1;c.strokeStyle=background;c.lineWidth=1.8;c.stroke();
c.globalAlpha=alpha;c.strokeStyle=colour;c.lineWidth=2.2;c.beginPath()}bar(c,ax,ay,bx,by,amplitude+3);c.stroke()}function strokeLines(c,board,kind,pairs,count,acting,strength=1){
const{view,shown,theme}=board.picture;const{scale}=view;const left2=view.width/2-view.x*scale;const top=view.height/2+view.
y*scale;const reach=acting&&!kind?(AT_REST*board.picture.marginShown())**2:Infinity;c.strokeStyle=theme.spring;c.lineWidth=
count>800?.8:1;c.globalAlpha=Math.min((kind?.7:.55)*board.picture.crowd*strength,1);c.setLineDash(kind||!acting?[]:[4,3]);
c.beginPath();for(let k=0,drawn=0;k<count;k++){const[i,j]=[2*pairs[2*k],2*pairs[2*k+1]];const[dx,dy]=[shown[j]-shown[i],
shown[j+1]-shown[i+1]];if(dx*dx+dy*dy>=reach)continue;c.moveTo(left2+shown[i]*scale,top-shown[i+1]*scale);c.lineTo(left2+
shown[j]*scale,top-shown[j+1]*scale);if(++drawn%AT_ONCE)continue;c.stroke();c.beginPath()}c.stroke();c.setLineDash([]);c.
globalAlpha=1}function drawHovered(c,board){const{springs,hoverSpring}=board;const{theme}=board.picture;if(hoverSpring===
null||!springs||hoverSpring>=springs.total)return;const[a,b]=ends(board,springs,hoverSpring);c.strokeStyle=theme.force;c.
globalAlpha=.22;c.lineWidth=16;c.lineCap="round";c.beginPath();c.moveTo(a.x,a.y);c.lineTo(b.x,b.y);c.stroke();c.lineCap=
"butt";c.globalAlpha=1;drawZigzags(c,board,[hoverSpring],theme.spring)}function ends(board,springs,k){const[i,j]=springs.
ends(k);return j===board.selected?[board.picture.place(j),board.picture.place(i)]:[board.picture.place(i),board.picture.
place(j)]}var GHOST=36;var GHOST_LEAST=.08;var FEW=150;var TELLING=12;var ARROWS_AT_ONCE=250;var SCALES=[1,.5,.2,.1,.05,.02,.01,.005,
.002,.001,5e-4,2e-4,1e-4];function drawBoard(c,board){const{run}=board;const{view,theme}=board.picture;c.clearRect(0,0,view.
width,view.height);if(!run)return;c.lineJoin="round";if(board.ground.seen)board.ground.paint(c);else drawGrid(c,board);if(run.
domain==="circle")drawDomain(c,board);if(board.show.margin&&board.selected!==null)drawMargin(c,board,board.selected);if(board.
show.trails)drawTrails(c,board);if(board.show.springs)drawSprings(c,board);drawHovered(c,board);if(board.show.forces)drawForces(
c,board);if(modeShown(board))drawMode(c,board);drawPoints(c,board);board.ground.paintMarks(c);if(board.show.margin&&board.
selected!==null)drawHandle(c,board,board.selected);drawTie(c,board);if(board.keyboard&&board.selected===null)drawCrosshair(
c,view,theme)}function arrowScale(run,now){let strongest=0;for(let p=0;p<2*run.n;p+=2){if(!run.pinned.has(p/2))strongest=
Math.max(strongest,Math.hypot(run.forces[p],run.forces[p+1]))}strongest/=Math.min(1,Math.sqrt(FEW/run.n));const short=now!==
null&&now<SCALES[0]&&strongest*now<.12*run.margin;if(now!==null&&(!strongest||strongest*now<=1.4*run.margin&&!short))return now;
return SCALES.find(scale=>strongest*scale<=.9*run.margin)??SCALES[SCALES.length-1]}function drawGrid(c,board){const{view,
theme}=board.picture;const unit=10**Math.ceil(Math.log10(60/view.scale));const gap=unit/2>=60/view.scale?unit/2:unit;const low=view.
toPlane(0,view.height);const high=view.toPlane(view.width,0);c.strokeStyle=theme.line;c.lineWidth=1;c.beginPath();for(let k=Math.
ceil(low.x/gap);k<=high.x/gap;k++){const x=Math.round(view.toScreen(k*gap,0).x)+.5;c.moveTo(x,0);c.lineTo(x,view.height)}
for(let k=Math.ceil(low.y/gap);k<=high.y/gap;k++){const y=Math.round(view.toScreen(0,k*gap).y)+.5;c.moveTo(0,y);c.lineTo(
view.width,y)}c.stroke()}function drawDomain(c,board){const{view,theme}=board.picture;const{x,y}=view.toScreen(0,0);c.strokeStyle=
theme.muted;c.globalAlpha=.7;c.lineWidth=1.6;c.beginPath();c.arc(x,y,view.scale,0,2*Math.PI);c.moveTo(x+2,y);c.arc(x,y,2,
0,2*Math.PI);c.stroke();c.globalAlpha=1}function drawTrails(c,board){const run=board.run;const{view}=board.picture;const last=board.
player.frame;const stride2=Math.max(1,Math.round(run.n*last/2e4));c.lineWidth=run.n>300?1:1.6;c.globalAlpha=.55*board.picture.
crowd;for(let i=0;i<run.n;i++){c.strokeStyle=board.picture.classColour(run.labels[i]);c.beginPath();for(let k=0;k<=last;k+=
stride2){const p=(k*run.n+i)*2;const{x:x2,y:y2}=view.toScreen(run.positions[p],run.positions[p+1]);if(k)c.lineTo(x2,y2);else
c.moveTo(x2,y2)}const{x,y}=board.picture.place(i);c.lineTo(x,y);c.stroke()}c.globalAlpha=1}function drawForces(c,board){
const run=board.run;const pixels=board.picture.arrows*board.picture.view.scale;c.strokeStyle=c.fillStyle=board.picture.theme.
force;c.lineWidth=run.n>700?.8:run.n>120?1.3:2.2;c.globalAlpha=Math.max(board.picture.crowd,.6);const arrows=[];for(let i=0;i<
run.n;i++){if(run.pinned.has(i))continue;const[fx,fy]=[board.picture.force[2*i]*pixels,-board.picture.force[2*i+1]*pixels];
const length=Math.hypot(fx,fy);if(length<3)continue;const{x,y}=board.picture.place(i);arrows.push([x,y,x+fx,y+fy,Math.min(
run.n>700?4:10,3+length/3)])}for(let first=0;first<arrows.length;first+=ARROWS_AT_ONCE){const some=arrows.slice(first,first+
ARROWS_AT_ONCE);c.beginPath();for(const[ax,ay,bx,by]of some){c.moveTo(ax,ay);c.lineTo(ax+(bx-ax)*.94,ay+(by-ay)*.94)}c.stroke();
c.beginPath();for(const[ax,ay,bx,by,size]of some)head(c,ax,ay,bx,by,size);c.fill()}c.globalAlpha=1}function modeShown({show,
run,player}){return show.mode&&run!==null&&run.mode!==null&&run.rest!==null&&player.phase==="equilibrium"}function drawMode(c,board){
const run=board.run;const mode=run.mode;const{picture}=board;const sign=board.hand.seed%2?-1:1;const start=picture.pointRadius+
3;c.strokeStyle=c.fillStyle=run.rest?.kind==="saddle"?picture.theme.spring:picture.theme.muted;c.lineWidth=2;c.globalAlpha=
.75;for(let i=0;i<run.n;i++){const[mx,my]=[sign*mode[2*i],-sign*mode[2*i+1]];const size=Math.hypot(mx,my);if(size<GHOST_LEAST)
continue;const{x,y}=picture.place(i);const[ux,uy]=[mx/size,my/size];const[ax,ay]=[x+start*ux,y+start*uy];const[bx,by]=[ax+
GHOST*mx,ay+GHOST*my];c.setLineDash([5,3]);c.beginPath();c.moveTo(ax,ay);c.lineTo(bx,by);c.stroke();c.setLineDash([]);c.
beginPath();head(c,ax,ay,bx+6*ux,by+6*uy,8);c.fill()}c.globalAlpha=1}function drawPoints(c,board){const run=board.run;const{
theme}=board.picture;const radius=board.picture.pointRadius;const groups=board.picture.groups();const told=run.n<=FEW?2:
crowded(groups,run.n);for(const group of groups){const i=group.front;const{x,y}=board.picture.place(i);const look=board.
picture.look(i);if(i===board.selected)outlined(c,look,x,y,Math.max(radius,4)+1);else if(run.n<=FEW)outlined(c,look,x,y,radius);else
board.picture.stamps.put(c,look,x,y,radius,board.picture.ratio);if(run.pinned.has(i))drawPin(c,theme,x,y,radius);if(i===
board.selected||i===board.hand.anchor||i===board.hoverPoint){c.beginPath();c.arc(x,y,radius+5,0,2*Math.PI);c.strokeStyle=
theme.force;c.lineWidth=i===board.hoverPoint&&i!==board.selected?1.5:2.5;c.stroke()}if(group.count>=told){c.font=`600 ${12*
theme.size}px ${theme.font}`;plate(c,theme,`×${group.count}`,x+radius+6,y+radius+4)}}}function crowded(groups,n){const counts=groups.
map(({count})=>count).sort((a,b)=>b-a);return Math.max(2,Math.ceil(n/50),(counts[TELLING]??0)+1)}function drawPin(c,theme,x,y,radius){
const[tx,ty]=[x+radius*1.15,y-radius*1.5];c.strokeStyle=theme.text;c.lineWidth=2;c.beginPath();c.moveTo(x+radius*.25,y-radius*
.3);c.lineTo(tx,ty);c.stroke();c.beginPath();c.arc(tx,ty,Math.max(3.5,radius*.48),0,2*Math.PI);c.fillStyle=theme.text;c.
strokeStyle=theme.background;c.lineWidth=1.2;c.fill();c.stroke()}function drawTie(c,board){if(board.hand.anchor===null||
board.hand.tool==="move")return;const from=board.picture.place(board.hand.anchor);const to=board.keyboard&&board.selected!==
null?board.picture.place(board.selected):board.pointerAt;if(!to)return;c.strokeStyle=board.hand.tool==="cut"?board.picture.
theme.muted:board.picture.theme.spring;c.lineWidth=2;c.setLineDash([6,4]);c.beginPath();c.moveTo(from.x,from.y);c.lineTo(
to.x,to.y);c.stroke();c.setLineDash([])}function drawCrosshair(c,view,theme){const[x,y]=[view.width/2,view.height/2];c.strokeStyle=
theme.force;c.lineWidth=2;c.beginPath();for(const[dx,dy]of[[1,0],[-1,0],[0,1],[0,-1]]){c.moveTo(x+5*dx,y+5*dy);c.lineTo(
x+14*dx,y+14*dy)}c.stroke()}var AGAIN=150;var WHOLE=65535;var RING=1.65;var TICK=2.6;var LEGEND={wide:14,high:15,right:62,top:74};var Ground=class{constructor(board){
this.board=board;this.survey=null;this.asked="";this.askedAt=0;this.canvas=document.createElement("canvas");this.painted=
""}get wanted(){const{show,run,selected,editable}=this.board;return editable&&show.landscape&&run!==null&&selected!==null&&
selected<run.n}get seen(){return this.wanted&&this.survey&&this.survey.point===this.board.selected?this.survey:null}ask(){
const{board}=this;if(!this.wanted||board.log.newest("landscape"))return;const{run,player,picture,selected}=board;const moment=`${run?.
serial}/${player.frame}/${selected}`;const{view}=picture;const seen=`${view.x}/${view.y}/${view.scale}/${view.width}/${view.
height}`;if(this.asked===`${moment}/${seen}`||performance.now()-this.askedAt<AGAIN){if(this.asked!==`${moment}/${seen}`)
board.redraw();return}this.asked=`${moment}/${seen}`;this.askedAt=performance.now();const low=view.toPlane(0,view.height);
const high=view.toPlane(view.width,0);board.log.push("landscape",{point:selected,left:low.x,right:high.x,bottom:low.y,top:high.
y})}hear(said,arrays){if(!said.ground)return;const at2=a=>[a.buffer,a.byteOffset];const[rows,columns]=said.arrays.ground[1];
const fieldShape=said.arrays.field[1];this.survey={...said.ground,serial:said.serial,shape:[rows,columns],fieldShape,loss:new Uint16Array(
...at2(arrays.ground),rows*columns),field:new Float32Array(...at2(arrays.field),fieldShape[0]*fieldShape[1]*2)};this.painted=
""}paint(c){const{seen}=this;if(!seen)return;const{view,theme}=this.board.picture;const now=`${view.x}/${view.y}/${view.
scale}/${view.width}/${view.height}/${theme.dark}`;if(this.painted!==now)paintBands(this.canvas,seen,view,theme);this.painted=
now;c.drawImage(this.canvas,0,0,view.width,view.height);paintField(c,seen,view,theme)}paintMarks(c){const{seen}=this;if(!seen)
return;const{picture,texts}=this.board;for(const[x,y]of seen.minima){const at2=picture.view.toScreen(x,y);for(const[colour,
width]of[[picture.theme.background,4.5],[picture.theme.text,1.8]]){target(c,at2.x,at2.y,picture.pointRadius,colour,width)}}
paintLegend(c,seen,picture.view,picture.theme,texts.loss_short)}};function paintBands(canvas,survey,view,theme){const[width,
height]=[Math.max(Math.round(view.width),1),Math.max(Math.round(view.height),1)];Object.assign(canvas,{width,height});const c=canvas.
getContext("2d");if(!c)return;const image=c.createImageData(width,height);const pixels=new Uint32Array(image.data.buffer);
const[rows,columns]=survey.shape;const[left2,right,bottom,top]=survey.view;const bands=bandsOf(survey);const fills=survey.
colours[theme.dark?"dark":"light"].map(hex=>packed(hex,255));const edge=packed(theme.dark?"#FFFFFF":"#000000",theme.dark?
46:52);const across=columnsOf(width,x=>(view.toPlane(x+.5,0).x-left2)/(right-left2)*(columns-1),columns);let above=new Int8Array(
width).fill(-1);let here=new Int8Array(width);for(let y=0;y<height;y++){const v=(view.toPlane(0,y+.5).y-bottom)/(top-bottom)*
(rows-1);const j=Math.min(Math.max(Math.floor(v),0),rows-2);const t=v-j;if(v<-.5||v>rows-.5){here.fill(-1)}else{for(let x=0;x<
width;x++){const i=across.cell[x];if(i<0){here[x]=-1;continue}const s=across.share[x];const p=j*columns+i;const low=survey.
loss[p]+s*(survey.loss[p+1]-survey.loss[p]);const high=survey.loss[p+columns]+s*(survey.loss[p+columns+1]-survey.loss[p+
columns]);here[x]=bands[Math.min(Math.max(Math.round(low+t*(high-low)),0),WHOLE)>>4]}}for(let x=0;x<width;x++){if(here[x]<
0)continue;const border=x>0&&here[x-1]>=0&&here[x-1]!==here[x]||above[x]>=0&&above[x]!==here[x];pixels[y*width+x]=border?
blended(fills[here[x]],edge):fills[here[x]]}[above,here]=[here,above]}c.putImageData(image,0,0)}function bandsOf({low,high,
levels}){const bands=new Int8Array((WHOLE>>4)+1);for(let q=0,band=0;q<bands.length;q++){const loss=low+(high-low)*((q<<4)+
8)/WHOLE;while(band<levels.length-2&&loss>=levels[band+1])band++;bands[q]=band}return bands}function columnsOf(width,place,columns){
const cell=new Int32Array(width);const share=new Float64Array(width);for(let x=0;x<width;x++){const u=place(x);cell[x]=u<
-.5||u>columns-.5?-1:Math.min(Math.max(Math.floor(u),0),columns-2);share[x]=u-cell[x]}return{cell,share}}function packed(hex,alpha){
const[r,g,b]=[1,3,5].map(k=>parseInt(hex.slice(k,k+2),16));return(alpha<<24|b<<16|g<<8|r)>>>0}function blended(under,over){
const alpha=(over>>>24)/255;const mix=shift=>Math.round((under>>>shift&255)*(1-alpha)+(over>>>shift&255)*alpha)<<shift;return(255<<
24|mix(16)|mix(8)|mix(0))>>>0}function paintField(c,survey,view,theme){const[rows,columns]=survey.fieldShape;const[left2,
right,bottom,top]=survey.view;const pixels=survey.scale*view.scale;c.strokeStyle=c.fillStyle=theme.force;c.globalAlpha=.42;
c.lineWidth=1.1;for(let j=0,p=0;j<rows;j++){for(let i=0;i<columns;i++,p+=2){const[fx,fy]=[survey.field[p]*pixels,-survey.
field[p+1]*pixels];const size=Math.hypot(fx,fy);if(size<2)continue;const{x,y}=view.toScreen(left2+(right-left2)*(i+.5)/columns,
bottom+(top-bottom)*(j+.5)/rows);const[ax,ay,bx,by]=[x-fx/2,y-fy/2,x+fx/2,y+fy/2];c.beginPath();c.moveTo(ax,ay);c.lineTo(
ax+.9*fx,ay+.9*fy);c.stroke();c.beginPath();head(c,ax,ay,bx,by,Math.min(5,2+size/3));c.fill()}}c.globalAlpha=1}function target(c,x,y,radius,colour,width){
c.strokeStyle=colour;c.lineWidth=width;c.beginPath();c.arc(x,y,RING*radius,0,2*Math.PI);for(const[dx,dy]of[[1,0],[-1,0],
[0,1],[0,-1]]){c.moveTo(x+RING*radius*dx,y+RING*radius*dy);c.lineTo(x+TICK*radius*dx,y+TICK*radius*dy)}c.stroke()}function paintLegend(c,survey,view,theme,name){
const fills=survey.colours[theme.dark?"dark":"light"];const high=Math.min(LEGEND.high*theme.size,(view.height-LEGEND.top-
120)/fills.length);const x=view.width-LEGEND.right*theme.size;const bottom=LEGEND.top+18*theme.size+high*fills.length;c.
globalAlpha=.85;c.fillStyle=theme.background;c.fillRect(x-8,LEGEND.top-8,LEGEND.right*theme.size+4,bottom-LEGEND.top+18);
c.globalAlpha=1;c.font=`600 ${12*theme.size}px ${theme.font}`;c.textAlign="left";c.textBaseline="middle";c.fillStyle=theme.
text;c.fillText(name,x,LEGEND.top+4);c.font=`${12*theme.size}px ${theme.font}`;c.strokeStyle=theme.muted;c.lineWidth=.8;
const every=Math.ceil(13*theme.size/high);fills.forEach((fill2,k)=>{c.fillStyle=fill2;c.fillRect(x,bottom-(k+1)*high,LEGEND.
wide,high);c.strokeRect(x,bottom-(k+1)*high,LEGEND.wide,high)});c.fillStyle=theme.text;const short=survey.levels.map(level=>digits(
level).replace(/(\.\d*?)0+$/,"$1").replace(/\.$/,""));const told=new Set(short).size===short.length?short:survey.levels.
map(level=>String(Number(level.toPrecision(7))));for(let k=0;k<=fills.length;k+=every)c.fillText(told[k],x+LEGEND.wide+5,
bottom-k*high)}var KEY_GESTURE=900;var MARGIN_STEP=.05;var STILL=120;var Hand=class{constructor(board){this.board=board;this.tool="move";
this.nextClass=0;this.anchor=null;this.dragging=null;this.marginDrag=null;this.slider=null;this.moved=0;this.gesture=Date.
now()%1e9;this.keyGesture={gesture:0,what:"",until:0};this.afterwards=[]}newGesture(){return++this.gesture}get holds(){const held=this.
dragging??this.marginDrag??this.slider;return held!==null&&held.last===0}get still(){return performance.now()-this.moved>
STILL}again(){if(this.dragging)this.sendDrag(true);else if(this.marginDrag)this.sendMargin(true);else if(this.slider){this.
board.log.push(this.slider.name,{value:this.slider.value,gesture:this.slider.gesture,live:true})}}get busy(){return this.
dragging!==null||this.marginDrag!==null||this.slider!==null}acknowledged(ack){const due=this.afterwards.filter(({seq})=>seq<=
ack);this.afterwards=this.afterwards.filter(({seq})=>seq>ack);for(const{act}of due)act();const done=held=>held!==null&&held.
last>0&&ack>=held.last;if(done(this.dragging))this.dragging=null;if(done(this.marginDrag))this.marginDrag=null;if(done(this.
slider))this.slider=null}change(op,args,fit=false){const seq=this.board.log.push(op,args);if(fit)this.after(seq,()=>this.
board.picture.fit());return seq}after(seq,act){this.afterwards.push({seq,act})}loadPreset(id,seed=this.seed){const preset=this.
board.choices.presets.find(p=>p.id===id);if(!preset)return;this.board.player.wanted=true;const seq=this.change("preset",
{id,seed});this.after(seq,()=>{this.board.select(preset.focus!==null&&this.board.run&&this.board.run.n>preset.focus?preset.
focus:null);this.board.picture.fit()})}loadNext(by){const{presets}=this.board.choices;const now=presets.findIndex(p=>p.id===
this.board.run?.preset);this.loadPreset(presets[(Math.max(now,0)+by+presets.length)%presets.length].id)}reset(){if(this.
board.run&&this.board.run.preset)this.loadPreset(this.board.run.preset)}get seed(){const{log,run}=this.board;return(log.
newest("preset")??log.newest("scatter")??run??{seed:0}).seed}scatter(seed){const preset=this.board.choices.presets.find(
p=>p.id===this.board.run?.preset);if(preset&&preset.random)this.loadPreset(preset.id,seed);else this.change("scatter",{seed},
true)}toggleDomain(){const now=this.board.log.newest("domain")?.value??this.board.run?.domain;this.change("domain",{value:now===
"circle"?"plane":"circle"},true)}nudge(){this.board.player.wanted=true;this.change("nudge",{seed:this.seed})}addAt(x,y){
const at2=this.board.picture.view.toPlane(x,y);const keyboard=this.board.keyboard;const seq=this.change("add",{x:rounded(
at2.x,this.board.picture.view.scale),y:rounded(at2.y,this.board.picture.view.scale),label:this.nextClass,to:this.board.run?.
kind==="pairs"?this.board.selected??-1:-1});if(keyboard)this.after(seq,()=>this.board.run&&this.board.select(this.board.
run.n-1))}startDrag(i){const at2=this.board.picture.view.toPlane(this.board.picture.place(i).x,this.board.picture.place(
i).y);if(this.board.selected!==i)this.board.select(i);this.dragging={i,...at2,gesture:this.newGesture(),last:0}}drag(x,y){
if(!this.dragging)return;const at2=this.board.picture.view.toPlane(x,y);const{scale}=this.board.picture.view;Object.assign(
this.dragging,this.within(clamped(rounded(at2.x,scale)),clamped(rounded(at2.y,scale))));this.moved=performance.now();this.
sendDrag(true)}within(x,y){const norm=Math.hypot(x,y);return this.board.run?.domain==="circle"&&norm>0?{x:x/norm,y:y/norm}:
{x,y}}sendDrag(live){if(!this.dragging)return;const{i,x,y,gesture}=this.dragging;this.dragging.last=0;const seq=this.board.
log.push("move",{i,x,y,gesture,live});if(!live)this.dragging.last=seq}endDrag(){this.sendDrag(false)}startMargin(){if(this.
board.selected===null||!this.board.run)return;this.marginDrag={value:this.board.run.margin,angle:0,gesture:this.newGesture(),
last:0}}dragMargin(at2){if(!this.marginDrag||this.board.selected===null)return;const centre=this.board.picture.place(this.
board.selected);const radius=Math.hypot(at2.x-centre.x,at2.y-centre.y)/this.board.picture.view.scale;this.marginDrag.value=
this.marginNear(radius);this.marginDrag.angle=Math.atan2(centre.y-at2.y,at2.x-centre.x);this.moved=performance.now();this.
sendMargin(true);this.board.panel.update()}sendMargin(live){const{value,gesture}=this.marginDrag;return this.board.log.push(
"margin",{value,gesture,live})}endMargin(){if(!this.marginDrag)return;this.marginDrag.last=this.sendMargin(false)}tune(name,value,gesture,live){
this.moved=performance.now();const seq=this.board.log.push(name,{value,gesture,live});this.slider={name,value,gesture,last:live?
0:seq};this.board.changed()}get tunesMargin(){return this.board.choices.margins?.length!==1}marginNear(length){const{margin,
margins}=this.board.choices;if(margins)return margins.reduce((best,m)=>Math.abs(m-length)<Math.abs(best-length)?m:best);
return Math.round(Math.min(Math.max(length,margin[0]),margin[1])*100)/100}tuneBy(by){if(!this.board.run)return;const{margins}=this.
board.choices;const from=this.board.log.newest("margin")?.value??this.board.run.margin;const value=margins?margins[Math.
min(Math.max(margins.indexOf(from)+by,0),margins.length-1)]:this.marginNear(from+by*MARGIN_STEP);this.board.log.push("ma\
rgin",{value,gesture:this.keyed("margin"),live:false})}tuning(name){return this.slider!==null&&this.slider.name===name}keyed(what){
const now=performance.now();if(this.keyGesture.what!==what||now>this.keyGesture.until)this.keyGesture.gesture=this.newGesture();
Object.assign(this.keyGesture,{what,until:now+KEY_GESTURE});return this.keyGesture.gesture}nudgeSelected(dx,dy){if(this.
board.selected===null||!this.board.run)return;const i=this.board.selected;const{log,run,picture}=this.board;const last=log.
newest("move");const from=last&&last.i===i?last:{x:picture.shown[2*i],y:picture.shown[2*i+1]};const at2=this.within(clamped(
from.x+dx*run.margin),clamped(from.y+dy*run.margin));log.push("move",{i,...at2,gesture:this.keyed(`move ${i}`),live:false})}deletePoint(){
if(this.board.selected===null)return;const seq=this.change("delete",{i:this.board.selected});this.board.select(null);this.
after(seq,()=>this.board.select(null))}togglePin(){const{run,selected,log}=this.board;if(selected===null||!run)return;const newest=log.
newest("pin");const pinned=newest&&newest.i===selected?newest.on:run.pinned.has(selected);this.change("pin",{i:selected,
on:!pinned})}setClass(label){if(this.board.selected!==null)this.change("label",{i:this.board.selected,label})}setNextClass(label){
this.nextClass=label;this.board.changed()}setSprings(kind){if(this.board.run&&kind!==this.board.run.kind&&kind!=="neighb\
ours")this.change("springs",{kind})}tie(i,j,add){if(i===j||!this.board.springs)return;const now=this.board.springs.between(
i,j);const similar=this.tool==="similar"||add&&this.tool!=="cut"&&now.similar;const dissimilar=this.tool==="dissimilar"||
add&&this.tool!=="cut"&&now.dissimilar;if(similar!==now.similar||dissimilar!==now.dissimilar)this.change("tie",{i,j,similar,
dissimilar})}retie(k,add){const{springs}=this.board;if(!springs)return;const[i,j]=springs.ends(k);const alike=springs.similar(
k)===1;if(this.tool==="cut")this.tie(i,j,false);else this.change("tie",{i,j,similar:add||!alike,dissimilar:add||alike})}useTool(tool){
this.tool=tool;this.anchor=tool==="move"?null:this.board.keyboard?this.board.selected:null;this.board.changed()}undo(){this.
board.log.push("undo")}redo(){this.board.log.push("redo")}share(kind){this.board.log.push("share",{kind})}};function rounded(x,scale){
const unit=10**Math.ceil(Math.log10(scale*10));return Math.round(x*unit)/unit}function clamped(x){return Math.min(Math.max(
x,-1e6),1e6)}var NUDGE=.05;var ARROWS={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,1],ArrowDown:[0,-1]};function pressed(board,event){
const{key}=event;if(event.altKey)return false;if(event.ctrlKey||event.metaKey)return board.editable&&shortcut(board,key.
toLowerCase(),event.shiftKey);if(key in ARROWS)return arrow(board,ARROWS[key],event.shiftKey?.2:1);if(board.editable&&/^[1-8]$/.
test(key)){if(board.selected!==null)board.hand.setClass(Number(key)-1);board.hand.setNextClass(Number(key)-1);return true}
const name=key.length===1?key.toLowerCase():key;const action=LOOKING[name]??(board.editable?CHANGING[name]:void 0);if(!action)
return false;action(board,event);return true}function arrow(board,[dx,dy],size){if(!board.editable||board.selected===null)
board.picture.pan(-dx*40*size,dy*40*size);else if(board.hand.tool==="move")board.hand.nudgeSelected(dx*NUDGE*size,dy*NUDGE*
size);else return false;return true}function shortcut(board,key,shift){if(key==="z"){if(shift)board.hand.redo();else board.
hand.undo();return true}if(key==="y"){board.hand.redo();return true}return false}var LOOKING={"]":board=>board.selectNext(
1),"[":board=>board.selectNext(-1),n:(board,event)=>board.selectNext(event.shiftKey?-1:1),m:(board,event)=>board.hand.tuneBy(
event.shiftKey?-1:1)," ":board=>board.togglePlay(),".":board=>board.stepBy(1),",":board=>board.stepBy(-1),Home:board=>board.
restart(),End:board=>board.scrub(board.player.last),"+":board=>board.picture.zoom(1.25),"=":board=>board.picture.zoom(1.25),
"-":board=>board.picture.zoom(.8),0:board=>board.picture.fit(),Escape:board=>board.escape(),"?":board=>board.panel.at.help.
showModal()};var CHANGING={a:board=>board.hand.addAt(board.picture.view.width/2,board.picture.view.height/2),Enter:board=>board.
enter(),Delete:board=>board.hand.deletePoint(),Backspace:board=>board.hand.deletePoint(),p:board=>board.hand.togglePin(),
s:board=>board.hand.useTool("similar"),d:board=>board.hand.useTool("dissimilar"),x:board=>board.hand.useTool("cut"),e:board=>board.
exporter?.open(),PageDown:board=>board.hand.loadNext(1),PageUp:board=>board.hand.loadNext(-1)};var KEPT2=1e4;var TYPES={json:"application/json",svg:"image/svg+xml",png:"image/png",pdf:"application/pdf",gif:"image/gi\
f",mp4:"video/mp4",html:"text/html",zip:"application/zip",py:"text/x-python"};function save(root,parts,name){const type=TYPES[name.
slice(name.lastIndexOf(".")+1)]??"application/octet-stream";const address=URL.createObjectURL(new Blob(parts,{type}));const anchor=el(
"a",{href:address,download:name,hidden:true});root.append(anchor);anchor.click();anchor.remove();setTimeout(()=>URL.revokeObjectURL(
address),KEPT2)}var FADE=9e3;var FADE_ERROR=2e4;var Notices=class{constructor(board){this.board=board;this.toast=el("div",{class:"toast",
role:"alert",hidden:true});this.fading=0}build(){return this.toast}say(lines,extra=[],kind="error"){const{toast}=this;toast.
hidden=false;clearTimeout(this.fading);const fade=()=>toast.hidden=!toast.contains(focused(this.board.root));this.fading=
window.setTimeout(fade,kind==="error"?FADE_ERROR:FADE);toast.dataset.kind=kind;toast.replaceChildren(el("div",{class:"to\
ast-text"},...lines.map(line=>el("p",{},line)),...extra),iconButton("close",this.board.texts.close,()=>toast.hidden=true))}forgive(){
if(this.toast.dataset.kind==="error")this.toast.hidden=true}offerLink(query,start){const t=this.board.texts;if(!query){this.
say([t.link_too_long],[iconButton("save",t.save,()=>this.board.hand.share("file"),{words:t.save})],"info");return}const address=`${location.
origin}${location.pathname}?${query}`;const field=el("input",{readonly:true,class:"address","aria-label":t.link,value:address,
onfocus:()=>field.select()});const other=el("button",{type:"button",class:"chip",onclick:()=>this.board.hand.share(start?
"link":"start")},start?t.link_now:t.link_start);const tell=copied=>this.say([`${start?t.link_opens_start:t.link_opens} ${copied?
t.link_copied:t.link_here}`],[field,other],"info");if(navigator.clipboard){navigator.clipboard.writeText(address).then(()=>tell(
true),()=>tell(false))}else tell(false)}offerFile(text,name){save(this.board.root,[text],name)}async openFile(input){const file=input.
files&&input.files[0];input.value="";if(!file)return;const most=this.board.choices.text;if(file.size>most){this.say([fill(
this.board.texts.file_too_large,{name:file.name,size:file.size,most})]);return}this.board.hand.change("open",{text:await file.
text()},true)}};function even([min,max],step){return{min,max,step,value:x=>x,place:x=>x}}function listed(values){return{min:0,max:values.
length-1,step:1,value:k=>values[k],place:x=>values.indexOf(x)}}var Slider=class{constructor(board,name,scale){const t=board.
texts;this.board=board;this.name=name;this.scale=scale;let gesture=0;const act=live=>{if(!gesture)gesture=board.hand.newGesture();
board.hand.tune(name,this.chosen,gesture,live);if(!live)gesture=0};this.input=el("input",{type:"range",id:`springsim-${name}`,
min:scale.min,max:scale.max,step:scale.step,"aria-describedby":`springsim-${name}-help`,oninput:()=>act(true),onchange:()=>act(
false),onpointercancel:()=>gesture&&act(false),onblur:()=>gesture&&act(false)});this.marked=null;this.value=el("output",
{for:`springsim-${name}`});this.help=el("p",{class:"helptext",id:`springsim-${name}-help`},t[`${name}_help`]);this.track=
el("div",{class:"track"},this.input);const label=el("div",{class:"label"},el("label",{for:`springsim-${name}`},t[name]),
this.value);this.element=el("div",{class:`control control-${name}`},label,this.track,this.help)}get chosen(){return this.
scale.value(Number(this.input.value))}mark(value){const{min,max,place}=this.scale;const mark=this.marked??=this.track.appendChild(
el("span",{class:"mark","aria-hidden":"true"}));mark.style.setProperty("--at",String((place(value)-min)/(max-min)))}follow(value){
const held=this.board.hand.tuning(this.name);if(!held)this.input.value=String(this.scale.place(value));return held?this.
chosen:value}};var SHOW=["springs","every","forces","margin","trails","mode","landscape"];var ASKS_PYTHON=["landscape"];function showChips(board){
const{texts:t}=board;return SHOW.filter(what=>board.editable||!ASKS_PYTHON.includes(what)).map(what=>el("button",{type:"\
button",class:"chip","data-show":what,"aria-pressed":"true",title:t[`show_${what}_help`],onclick:()=>board.toggle(what)},
t[`show_${what}`]))}function pressShown(board,chips){for(const chip of chips)press(chip,board.show[chip.dataset.show])}var Sights=class{constructor(board){
this.board=board;this.margin=null;this.chips=[]}build(){const{board}=this;const t=board.texts;const{margins=[],own}=board.
choices;this.chips=showChips(board);const shows=el("fieldset",{class:"control control-show"},el("legend",{},t.show),el("\
div",{class:"chips"},...this.chips));this.margin=margins.length>1?new Slider(board,"margin",listed(margins)):null;if(own!==
void 0)this.margin?.mark(own);return el("section",{class:"controls","aria-label":t.controls},...this.margin?[this.margin.
element]:[],shows)}update(){const{board,margin}=this;pressShown(board,this.chips);if(!margin)return;const words=lengthText(
margin.follow(board.picture.marginShown()));say(margin.value,words);margin.input.setAttribute("aria-valuetext",fill(board.
texts.margin_value,{value:words}))}attend(){}};var CLASSES=8;var LIMIT={plane:2,circle:1};var SEEDS=2**32;var Controls=class{constructor(board){this.board=board;this.at=
{}}build(){const{board}=this;const t=board.texts;const{choices}=board;this.at.preset=el("select",{id:"springsim-preset",
onchange:()=>board.hand.loadPreset(this.at.preset.value)},el("option",{value:"",hidden:true},t.own_scene),...choices.presets.
map(p=>el("option",{value:p.id},p.title)));this.at.domain=iconButton("circle",t.domain_circle,()=>board.hand.toggleDomain(),
{"aria-pressed":"false"});this.at.lesson=el("p",{class:"helptext lesson"});this.at.seed=el("input",{type:"number",id:"sp\
ringsim-seed",min:0,max:4294967295,step:1,value:0,title:t.seed_help,onchange:()=>board.hand.scatter(Number(this.at.seed.
value))});const chips=(id,label,nodes,help)=>el("fieldset",{class:`control control-${id}`},el("legend",{},label),el("div",
{class:"chips"},...nodes),help?el("p",{class:"helptext"},help):"");this.at.classes=Array.from({length:CLASSES},(_,k)=>this.
classChip(k,()=>board.hand.setNextClass(k)));this.at.kinds=["labels","neighbours","pairs"].map(kind=>el("button",{type:"\
button",class:"chip","data-kind":kind,"aria-pressed":"false",onclick:()=>board.hand.setSprings(kind)},t[`springs_${kind}`]));
this.at.untie=el("button",{type:"button",class:"chip",title:t.untie_help,onclick:()=>board.hand.change("springs",{kind:"\
none"})},t.untie);this.at.shows=showChips(board);this.sliders={margin:new Slider(board,"margin",even(choices.margin,.01)),
step:new Slider(board,"step",even(choices.step,.05)),momentum:new Slider(board,"momentum",even(choices.momentum,.05))};return el(
"section",{class:"controls","aria-label":t.controls},el("div",{class:"control control-preset"},el("label",{for:"springsi\
m-preset"},t.scene),el("div",{class:"beside"},this.at.preset,this.at.domain),this.at.lesson),...Object.values(this.sliders).
map(slider=>slider.element),chips("class",t.next_class,this.at.classes,t.next_class_help),chips("springs",t.springs,[...this.
at.kinds,this.at.untie],t.springs_help),chips("show",t.show,this.at.shows,""),el("div",{class:"control control-seed"},el(
"label",{for:"springsim-seed"},t.seed),el("div",{class:"chips"},this.at.seed,iconButton("dice",t.shuffle,()=>board.hand.
scatter((board.hand.seed+1)%SEEDS),{words:t.shuffle_short}),this.at.nudge=iconButton("nudge",t.nudge,()=>board.hand.nudge(),
{words:t.nudge_short}))))}classChip(label,action){const name=this.board.picture.className(label);const picture=el("canva\
s",{width:40,height:40,"aria-hidden":"true"});this.board.picture.paintClass(picture,label);return el("button",{type:"but\
ton",class:"chip class-chip","data-class":label,"aria-pressed":"false","aria-label":fill(this.board.texts.class_name,{name}),
onclick:action},picture,name)}update(){const{board}=this;const{choices,texts:t}=board;const run=board.run;if(this.at.preset.
value!==run.preset)this.at.preset.value=run.preset;const preset=choices.presets.find(p=>p.id===run.preset);say(this.at.lesson,
preset?preset.lesson:t.own_scene_lesson);if(this.at.seed!==focused(board.root))this.at.seed.value=String(run.seed);const{
margin,step,momentum}=this.sliders;const m=board.picture.marginShown();margin.input.max=String(Math.max(choices.margin[1],
m));margin.input.min=String(Math.min(choices.margin[0],m));say(margin.value,lengthText(margin.follow(m)));const eta=step.
follow(run.step);say(step.value,fill(t.times_stable,{value:eta.toFixed(2)}));const limit=LIMIT[run.domain];const beyond=run.
domain==="circle"?eta>limit:eta>=limit;step.mark(limit);step.help.classList.toggle("warning",beyond);say(step.help,beyond?
t.step_beyond:fill(t.step_help,{limit}));press(this.at.domain,run.domain==="circle");say(momentum.value,momentum.follow(
run.momentum).toFixed(2));for(const chip of this.at.classes)press(chip,Number(chip.dataset.class)===board.hand.nextClass);
for(const chip of this.at.kinds){press(chip,chip.dataset.kind===run.kind);chip.hidden=chip.dataset.kind==="neighbours"&&
run.kind!=="neighbours"}this.at.untie.hidden=run.kind!=="pairs"||run.counts[0]+run.counts[1]===0;pressShown(board,this.at.
shows)}attend(saddle){this.at.nudge.classList.toggle("attention",saddle)}};var Selection=class{constructor(board){this.board=board;this.bar=null}build(){this.bar=el("div",{class:"selection",role:"\
toolbar","aria-label":this.board.texts.selected_point,hidden:true});return this.bar}update(){const{board,bar:bar2}=this;
const{run,selected,texts:t}=board;bar2.hidden=selected===null||!run;if(selected===null||!run)return;const pinned=run.pinned.
has(selected);const label=run.labels[selected];const state=`${selected}/${label}/${pinned}/${board.language}`;if(bar2.dataset.
state===state)return;bar2.dataset.state=state;bar2.replaceChildren(el("strong",{},fill(t.point,{i:selected+1})),...board.
editable?this.changes(label,pinned):this.words(label,pinned),iconButton("close",t.deselect,()=>board.select(null)))}words(label,pinned){
const{texts:t,picture}=this.board;const words=[fill(t.class_name,{name:picture.className(label)}),...pinned?[t.pinned]:[]];
return[el("span",{class:"what"},words.join(" · "))]}changes(label,pinned){const{board}=this;const t=board.texts;const options=[
...new Set([...Array(CLASSES).keys(),label])].sort((a,b)=>a-b);const choose=el("select",{"aria-label":t.class_of_point,onchange:()=>board.
hand.setClass(Number(choose.value))},...options.map(k=>el("option",{value:k,...k===label?{selected:true}:{}},fill(t.class_name,
{name:board.picture.className(k)}))));return[choose,iconButton("pin",pinned?t.unpin:t.pin,()=>board.hand.togglePin(),{"a\
ria-pressed":String(pinned),words:pinned?t.unpin:t.pin}),iconButton("trash",t.delete_point,()=>board.hand.deletePoint(),
{words:t.delete_short})]}};function pageLinks(pages,here,language,name,go){const links=pages.map(({id,title,short,address})=>{const current=id===here;
const follow=event=>{if(event.button||event.ctrlKey||event.metaKey||event.shiftKey||event.altKey)return;event.preventDefault();
if(!current)go(id)};return el("a",{class:"page",href:`${address}?lang=${language}`,"aria-label":title,...current?{"aria-\
current":"page"}:{},onclick:follow},el("span",{class:"long"},title),el("span",{class:"short"},short))});const nav=el("na\
v",{class:"pages","aria-label":name},...links);requestAnimationFrame(()=>{const shown=nav.querySelector("[aria-current]");
if(shown)nav.scrollLeft=shown.offsetLeft+shown.offsetWidth-nav.offsetLeft-nav.clientWidth});return nav}function languageButton(language,label,speak){
const other=language==="en"?"zh":"en";return el("button",{type:"button",class:"button language",lang:other,title:label,onclick:()=>speak(
other)},other==="zh"?"中文":"EN")}var Topbar=class{constructor(board){this.board=board;this.at={}}build(){const{board}=this;const t=board.texts;return el(
"header",{class:"topbar"},board.title?el("h1",{class:"brand",title:board.title},board.title):el("h1",{class:"brand"},"sp\
ringsim",...board.editable?[]:[el("span",{class:"tagline"},t.tagline)]),...board.editable?[this.pages()]:[],el("div",{class:"\
buttons"},...board.editable?this.changing():[],...board.title?[el("span",{class:"tagline"},"springsim")]:[],iconButton("\
help",t.help,()=>board.panel.at.help.showModal())),...board.editable?[languageButton(board.language,t.other_language,value=>board.
log.push("language",{value}))]:[])}changing(){const{board}=this;const t=board.texts;this.at.undo=iconButton("undo",t.undo,
()=>board.hand.undo());this.at.redo=iconButton("redo",t.redo,()=>board.hand.redo());this.at.reset=iconButton("reset",t.reset,
()=>board.hand.reset(),{words:t.reset_short});return[this.at.undo,this.at.redo,this.at.reset,iconButton("clear",t.clear,
()=>board.hand.change("clear",{},true),{words:t.clear_short}),el("span",{class:"gap"}),iconButton("link",t.link,()=>board.
hand.share("link"),{words:t.link_short}),iconButton("open",t.open,()=>board.panel.at.files.click(),{words:t.open_short}),
iconButton("save",t.save,()=>board.hand.share("file"),{words:t.save_short,class:"saver"}),...board.exporter?[board.exporter.
button()]:[],el("span",{class:"gap"})]}pages(){const{choices,language,texts,log}=this.board;return pageLinks(choices.pages??
[],"playground",language,texts.pages,page=>log.push("go",{page}))}update(){const{board,at:at2}=this;if(!board.editable||
!board.run)return;const{history:history2}=board.log;at2.undo.disabled=history2.index<=history2.first;at2.redo.disabled=history2.
index>=history2.length-1;at2.reset.disabled=!board.run.preset}};var SPEEDS=[.25,.5,1,2,4];var Transport=class{constructor(board){this.board=board;this.at={}}build(){const{board,at:at2}=this;
const t=board.texts;at2.play=iconButton("play",t.play,()=>board.togglePlay(),{class:"primary"});at2.scrub=el("input",{type:"\
range",class:"scrub",min:0,max:1,step:1,value:0,"aria-label":t.scrub,oninput:()=>board.scrub(Number(at2.scrub.value))});
at2.timeline=el("canvas",{"aria-hidden":"true"});at2.when=el("span",{class:"when"});at2.state=el("span",{class:"state-sm\
all"});at2.speed=el("select",{class:"speed","aria-label":t.speed,title:t.speed,onchange:()=>board.player.speed=Number(at2.
speed.value)},...SPEEDS.map(s=>el("option",{value:s,...s===board.player.speed?{selected:true}:{}},`${s}×`)));return el(
"section",{class:"transport","aria-label":t.time},el("div",{class:"buttons"},iconButton("restart",t.restart,()=>board.restart()),
iconButton("back",t.back,()=>board.stepBy(-1)),at2.play,iconButton("step",t.step_forward,()=>board.stepBy(1))),el("div",
{class:"timeline"},at2.timeline,at2.scrub),el("div",{class:"clock"},at2.when,at2.state,el("span",{class:"caption"},t.loss_over_time)),
at2.speed)}tick(state,step,last){const{player,texts:t}=this.board;const{scrub,play,when}=this.at;const words=fill(t.step_of,
{step,last});say(when,words);say(this.at.state,state);if(Number(scrub.max)!==player.last)scrub.max=String(player.last);if(Number(
scrub.value)!==player.frame)scrub.value=String(player.frame);scrub.setAttribute("aria-valuetext",words);const showsPause=player.
phase==="playing";if(play.dataset.shows===String(showsPause))return;play.dataset.shows=String(showsPause);const label=showsPause?
t.pause:t.play;play.replaceChildren(icon(showsPause?"pause":"play"));play.setAttribute("aria-label",label);play.setAttribute(
"title",label)}};var places=x=>x.toFixed(2).replace(/^-(0\.00)$/,"$1");var TOOLS=["move","similar","dissimilar","cut"];var Panel=class{constructor(board){
this.board=board;this.at={};this.topbar=new Topbar(board);this.selection=new Selection(board);this.transport=new Transport(
board);this.controls=board.editable?new Controls(board):new Sights(board)}build(){const{root,texts}=this.board;const files=el(
"input",{type:"file",accept:".json,application/json",hidden:true,onchange:()=>this.board.notices.openFile(files)});this.
at={files};root.setAttribute("lang",this.board.language);const dialogs=this.board.exporter?[this.board.exporter.build()]:
[];root.replaceChildren(this.topbar.build(),this.stage(),el("section",{class:"charts","aria-label":texts.charts},this.chart(),
this.readouts()),this.controls.build(),this.transport.build(),this.at.live=el("div",{class:"sr","aria-live":"polite"}),this.
help(),...dialogs,...this.board.editable?[files]:[])}stage(){const{board}=this;const t=board.texts;this.at.canvas=el("ca\
nvas",{"aria-hidden":"true"});this.at.stage=el("div",{class:"stage",role:"application",tabindex:"0","aria-label":t.board,
"aria-describedby":"springsim-keys"},this.at.canvas);const tools=board.editable?TOOLS:[];this.at.tools=tools.map(tool=>iconButton(
tool,t[`tool_${tool}`],()=>board.hand.useTool(tool),{class:"tool","aria-pressed":"false","data-tool":tool}));this.at.hint=
el("p",{class:"hint"});this.at.note=el("p",{class:"note"});return el("section",{class:"picture"},this.at.stage,el("span",
{id:"springsim-keys",class:"sr"},t.keys_short),...tools.length?[el("div",{class:"tools",role:"toolbar","aria-label":t.tools},
...this.at.tools)]:[],el("div",{class:"tools zoom",role:"toolbar","aria-label":t.view},iconButton("plus",t.zoom_in,()=>board.
picture.zoom(1.3),{class:"tool"}),iconButton("minus",t.zoom_out,()=>board.picture.zoom(1/1.3),{class:"tool"}),iconButton(
"fit",t.fit,()=>board.picture.fit(),{class:"tool"})),this.selection.build(),el("div",{class:"below"},this.at.note,this.at.
hint),this.board.notices.build(),...this.board.exporter?[this.board.exporter.strip()]:[])}chart(){const t=this.board.texts;
this.at.curves=el("canvas",{class:"curves",role:"img","aria-label":t.curves_label});return el("div",{},el("h2",{},t.curves),
el("div",{class:"curves-frame"},this.at.curves))}readouts(){const t=this.board.texts;this.at.values={};const rows=["mean",
"sum","parts","residual","springs","state"].map(name=>{const value=this.at.values[name]=el("dd",{"data-readout":name});return el(
"div",{class:`row row-${name}`,title:t[`help_${name}`]},el("dt",{},t[`read_${name}`]),value)});return el("dl",{class:"re\
adouts"},...rows)}help(){const t=this.board.texts;const{editable,hand}=this.board;const margins=!editable&&hand.tunesMargin;
const words=editable?[t.help_text]:[t.help_text_recorded,...margins?[t.help_text_margins]:[]];const keys=editable?[t.keys]:
[t.keys_recorded,...margins?[t.keys_margins]:[]];const rows=keys.join("\n").split("\n").map(line=>{const[key,does]=line.
split("	");return el("div",{class:"key"},el("dt",{},el("kbd",{},key)),el("dd",{},does))});this.at.help=el("dialog",{class:"\
help","aria-label":t.help},el("h2",{},t.help_title),...words.join("\n").split("\n").map(line=>el("p",{},line)),el("dl",{
class:"keys"},...rows),el("button",{type:"button",class:"button primary",onclick:()=>this.at.help.close()},el("span",{class:"\
words"},t.close)));return this.at.help}tick(){const{board}=this;const{player,run}=board;const t=board.texts;if(!run)return;
const k=player.frame;const number=column=>player.number(k,column);const phase=player.phase;const step=number(COLUMN.step);
const last=player.number(player.last,COLUMN.step);const rest=phase==="equilibrium"?run.rest:null;const{stage,values}=this.
at;const{seen}=board.ground;if(seen)board.root.dataset.minima=seen.minima.map(at2=>at2.map(places).join(" ")).join(" ");else
delete board.root.dataset.minima;const data={"data-n":run.n,"data-margin":run.margin,"data-domain":run.domain,"data-rest":rest?
rest.kind:"","data-loss":number(COLUMN.loss),"data-residual":number(COLUMN.residual),"data-phase":phase,"data-ack":board.
log.acked,"data-view":`${board.picture.view.scale} ${board.picture.view.x} ${board.picture.view.y}`};for(const[name,value]of Object.
entries(data)){if(stage.getAttribute(name)!==String(value))stage.setAttribute(name,String(value))}say(values.mean,digits(
number(COLUMN.mean)));say(values.sum,digits(number(COLUMN.loss)));say(values.parts,`${digits(number(COLUMN.similar))} + ${digits(
number(COLUMN.dissimilar))}`);say(values.residual,digits(number(COLUMN.residual)));const counts={similar:run.counts[0],dissimilar:run.
counts[1],pushing:number(COLUMN.pushing)};say(values.springs,fill(t.springs_counts,Object.fromEntries(Object.entries(counts).
map(([name,count])=>[name,many(count)]))));values.springs.title=fill(t.springs_counts,counts);values.springs.toggleAttribute(
"data-long",counts.similar+counts.dissimilar>=1e5);const words=fill(this.doing(run,phase,rest),{step,...rest});say(values.
state,words);values.state.toggleAttribute("data-saddle",rest?.kind==="saddle");values.state.parentElement.title=this.about(
phase,rest);this.controls.attend(rest?.kind==="saddle");values.state.dataset.phase=phase;this.transport.tick(words,step,
run.ends?last:`${last}+`);say(this.at.note,board.note());if(this.spokenPhase!==`${phase}/${run.n}/${board.log.late}`&&!board.
hand.dragging){this.spokenPhase=`${phase}/${run.n}/${board.log.late}`;say(this.at.live,fill(t.spoken,{state:words,n:run.
n,loss:digits(number(COLUMN.loss))}))}}about(phase,rest){const{run,choices,texts:t}=this.board;if(rest)return fill(t[`he\
lp_${rest.kind}`],rest);const untold=phase==="equilibrium"&&run!==null&&run.rest===null&&run.n-run.pinned.size>choices.kinds;
return untold?fill(t.help_kind,{most:choices.kinds}):t.help_state}doing(run,phase,rest){const{texts:t,log,editable}=this.
board;if(rest?.kind==="saddle")return rest.unstable===1?t.phase_saddle_one:t.phase_saddle;if(log.late)return t.waiting;if(rest)
return t[`phase_${rest.kind}`];if(phase==="max_steps"&&!editable)return t.phase_max_steps_recorded;return t[`phase_${phase}\
_${run.status}`]??t[`phase_${phase}`]}update(){const{board}=this;if(!board.run)return;this.topbar.update();this.controls.
update();for(const tool of this.at.tools)press(tool,tool.dataset.tool===board.hand.tool);say(this.at.hint,board.hint());
this.selection.update()}};function drawTimeline(c,board,width,height){const{run,player}=board;const{theme}=board.picture;c.clearRect(0,0,width,height);
if(!run)return;const[left2,right,top,bottom]=[9,width-9,8,height-5];let most=0;for(let k=0;k<run.frames;k++)most=Math.max(
most,run.numbers[k*COLUMNS+COLUMN.loss]);const total=player.times[run.frames-1]||1;const x=time=>left2+time/total*(right-
left2);const y=loss2=>bottom-(most?loss2/most:0)*(bottom-top);const trace=()=>{c.beginPath();for(let k=0;k<run.frames;k++)
c.lineTo(x(player.times[k]),y(run.numbers[k*COLUMNS+COLUMN.loss]));if(run.frames===1)c.lineTo(right,y(run.numbers[COLUMN.
loss]))};trace();c.lineTo(right,bottom);c.lineTo(left2,bottom);c.closePath();c.globalAlpha=.14;c.fillStyle=theme.force;c.
fill();c.globalAlpha=1;trace();c.strokeStyle=theme.force;c.lineWidth=1.8;c.stroke();const now=run.frames===1?left2:x(player.
time);const loss=run.numbers[player.frame*COLUMNS+COLUMN.loss];c.strokeStyle=c.fillStyle=theme.text;c.lineWidth=2;c.beginPath();
c.moveTo(now,2);c.lineTo(now,height-2);c.stroke();c.beginPath();c.arc(now,y(loss),5,0,2*Math.PI);c.fill()}var SMALLEST=1e-4;var LARGEST=1e7;var EDGE=8;var ROOM={left:64,right:30,top:66,bottom:62};var View=class{constructor(){this.
width=1;this.height=1;this.scale=150;this.x=0;this.y=0}toScreen(x,y){return{x:this.width/2+(x-this.x)*this.scale,y:this.
height/2-(y-this.y)*this.scale}}toPlane(x,y){return{x:this.x+(x-this.width/2)/this.scale,y:this.y-(y-this.height/2)/this.
scale}}pan(dx,dy){this.x-=dx/this.scale;this.y+=dy/this.scale}zoom(factor,x=this.width/2,y=this.height/2){const before=this.
toPlane(x,y);this.scale=Math.min(Math.max(this.scale*factor,SMALLEST),LARGEST);const after=this.toPlane(x,y);this.x+=before.
x-after.x;this.y+=before.y-after.y}shows(run,centre){if(!run.n)return true;const{left:left2,right,bottom,top}=bounds(run,
centre);const[low,high]=[this.toScreen(left2,bottom),this.toScreen(right,top)];return low.x>=EDGE&&high.y>=EDGE&&high.x<=
this.width-EDGE&&low.y<=this.height-EDGE}fit(run,centre){const{left:left2,right,bottom,top}=bounds(run,centre);this.x=(left2+
right)/2;this.y=(bottom+top)/2;const least=run.domain==="circle"?2.1:2.1*run.margin;const wide=Math.max(right-left2,least);
const high=Math.max(top-bottom,least);const{width,height}=this;this.scale=Math.min((width-ROOM.left-ROOM.right)/wide,(height-
ROOM.top-ROOM.bottom)/high);this.scale=Math.min(Math.max(this.scale,SMALLEST),LARGEST);this.pan((ROOM.left-ROOM.right)/2,
(ROOM.top-ROOM.bottom)/2)}};function bounds({n,positions,frames,margin,status,domain},centre){const circle=domain==="cir\
cle";if(!n&&!circle)return{left:-margin,right:margin,bottom:-margin,top:margin};let[left2,right,bottom,top]=circle?[-1,1,
-1,1]:[Infinity,-Infinity,Infinity,-Infinity];const shown=status==="diverged"?1:frames;for(let frame=0;frame<shown;frame++){
for(let p=0;p<n;p++){const x=positions[(frame*n+p)*2];const y=positions[(frame*n+p)*2+1];const r=p===centre?margin:0;left2=
Math.min(left2,x-r);right=Math.max(right,x+r);bottom=Math.min(bottom,y-r);top=Math.max(top,y+r)}}return{left:left2,right,
bottom,top}}var TOGETHER=2;var ROOMY=560;var SMALL=4;var ROWS=2**26;var Picture=class{constructor(board){this.board=board;this.view=
new View;this.dense=new Dense;this.stamps=new Stamps;this.pushers={moment:"",pairs:[]};this.theme={dark:false,text:"#000",
muted:"#666",background:"#fff",line:"#eee",spring:"#d00",force:"#00f",font:"sans-serif",size:1};this.ratio=1;this.follows=
true;this.arrows=.5;this.handle={of:-1,angle:0};this.shown=new Float32Array(0);this.force=new Float32Array(0)}readTheme(){
const style=getComputedStyle(this.board.root);const read=(name,fallback)=>style.getPropertyValue(name).trim()||fallback;
const background=read("--st-background-color","#ffffff");const dark=luminance(background)<.4;const tone=dark?"dark":"lig\
ht";this.theme={dark,background,text:read("--st-text-color",dark?"#fafafa":"#1c2024"),muted:dark?"#a3a8b4":"#5d6470",line:dark?
"rgba(255,255,255,0.07)":"rgba(20,30,50,0.075)",spring:this.board.choices?this.board.choices.spring[tone]:"#d01c1f",force:this.
board.choices?this.board.choices.force[tone]:"#1a4fc4",font:read("--st-font","sans-serif"),size:Number(read("--k","1"))||
1};this.board.root.dataset.tone=tone;this.board.root.style.setProperty("--spring",this.theme.spring);this.board.root.style.
setProperty("--force",this.theme.force);this.board.root.style.setProperty("--muted",this.theme.muted)}get pointRadius(){
const n=this.board.run?this.board.run.n:0;if(n<=300)return n<=30?9:n<=60?7.5:n<=120?6:5;const room=Math.min(Math.min(this.
view.width,this.view.height)/ROOMY,1)**.8;return Math.max((n<=700?4:n<=1200?3.2:2.6)*room,1.5)}get crowd(){const n=this.
board.run?this.board.run.n:0;return n<=300?1:Math.sqrt(300/n)}pushing(springs){const moment=this.moment();if(this.pushers.
moment===moment)return this.pushers.pairs;const{shown}=this;const reach=this.marginShown()**2;const pairs=[];for(let from=0;from<
springs.total;){const{i,j,similar,count}=springs.block(from);for(let k=0;k<count;k++){const[dx,dy]=[shown[2*i[k]]-shown[2*
j[k]],shown[2*i[k]+1]-shown[2*j[k]+1]];if(!similar[k]&&dx*dx+dy*dy<reach)pairs.push(i[k],j[k])}from+=count}this.pushers=
{moment,pairs};return pairs}moment(){const{run,player,hand}=this.board;const{x,y,scale,width,height}=this.view;const held=hand.
dragging?`${hand.dragging.i} ${hand.dragging.x} ${hand.dragging.y}`:"";return`${run?.serial}/${player.time}/${held}/${this.
marginShown()}/${x}/${y}/${scale}/${width}/${height}`}classColour(label){const{colours}=this.board.choices;return colours[label%
colours.length]}classShape(label){const{shapes}=this.board.choices;return shapes[(label+Math.floor(label/shapes.length))%
shapes.length]}className(label){return label<26?String.fromCharCode(65+label):String(label+1)}look(i){const{theme}=this;
const{selected}=this.board;const run=this.board.run;const label=run.labels[i];const edge=this.pointRadius<SMALL?theme.background:
theme.text;if(selected===null)return{shape:this.classShape(label),fill:this.classColour(label),stroke:edge,width:1.5};if(i===
selected)return{shape:"circle",fill:theme.force,stroke:theme.text,width:1.5};const tie=this.board.springs&&selected<this.
board.springs.n?this.board.springs.ties(selected)[i]:0;const none=!tie;const solid=(tie&1)===1||none&&label===run.labels[selected];
return{shape:"circle",fill:solid?none?theme.muted:theme.text:theme.background,stroke:none&&solid?theme.muted:theme.text,
width:2}}paintClass(canvas,label){const c=canvas.getContext("2d");if(!c)return;c.clearRect(0,0,canvas.width,canvas.height);
c.beginPath();outline(c,this.classShape(label),canvas.width/2,canvas.height/2+(this.classShape(label)==="triangle"?2:0),
12);c.fillStyle=this.classColour(label);c.strokeStyle=this.theme.text;c.lineWidth=3;c.fill();c.stroke()}marginShown(){if(this.
board.hand.marginDrag)return this.board.hand.marginDrag.value;if(this.board.hand.tuning("margin"))return this.board.hand.
slider?.value??1;return this.board.run?this.board.run.margin:1}place(i){return this.view.toScreen(this.shown[2*i],this.shown[2*
i+1])}pointAt(x,y,slack){const n=this.board.run?this.board.run.n:0;let[best,distance]=[null,this.pointRadius+slack];for(let i=0;i<
n;i++){const at2=this.place(i);const away=Math.hypot(at2.x-x,at2.y-y)-(i===this.board.selected?.5:0);if(away<distance)[best,
distance]=[i,away]}return best}groups(){const n=this.board.run?this.board.run.n:0;const groups=[];const cells=new Map;for(let i=0;i<
n;i++){const{x,y}=this.place(i);const[cx,cy]=[Math.floor(x/TOGETHER),Math.floor(y/TOGETHER)];let mine=null;for(let a=-1;a<=
1&&mine===null;a++){for(let b=-1;b<=1&&mine===null;b++){for(const g of cells.get((cx+a)*ROWS+cy+b)??[]){if((groups[g].x-
x)**2+(groups[g].y-y)**2<TOGETHER**2)mine=g}}}if(mine===null){mine=groups.push({front:i,count:0,x,y})-1;const here=cells.
get(cx*ROWS+cy);if(here)here.push(mine);else cells.set(cx*ROWS+cy,[mine])}groups[mine].count++;if(i===this.board.selected)
groups[mine].front=i}return groups.sort((a,b)=>Number(a.front===this.board.selected)-Number(b.front===this.board.selected))}compose(){
const{run,player}=this.board;if(!run)return;const size=2*run.n;if(this.shown.length!==size){this.shown=new Float32Array(
size);this.force=new Float32Array(size)}const k=player.frame;const share=player.share;const[a,b]=[k*size,Math.min(k+1,run.
frames-1)*size];if(run.smooth&&share>0)this.between(run,k,share);else{for(let p=0;p<size;p++){this.shown[p]=run.positions[a+
p]+share*(run.positions[b+p]-run.positions[a+p])}}for(let p=0;p<size;p++){this.force[p]=run.forces[a+p]+share*(run.forces[b+
p]-run.forces[a+p])}if(this.board.hand.dragging&&this.board.hand.dragging.i<run.n){this.shown[2*this.board.hand.dragging.
i]=this.board.hand.dragging.x;this.shown[2*this.board.hand.dragging.i+1]=this.board.hand.dragging.y}}between({positions,
frames,n},k,share){const{times}=this.board.player;const size=2*n;const h=times[k+1]-times[k];const before=k>0?times[k]-times[k-
1]:0;const after=k+2<frames?times[k+2]-times[k+1]:0;const s=share;const[rise,into,out]=[s*s*(3-2*s),s*(1-s)*(1-s)*h,s*s*
(s-1)*h];for(let p=0,q=k*size;p<size;p++,q++){const here=positions[q];const way=positions[q+size]-here;const speed=way/h;
const first=before>0?steady((here-positions[q-size])/before,speed,before,h):speed;const last=after>0?steady(speed,(positions[q+
2*size]-here-way)/after,h,after):speed;this.shown[p]=here+rise*way+into*first+out*last}}canvases(){const{canvas,curves}=this.
board.panel.at;const{timeline}=this.board.panel.transport.at;const on=paint=>target2=>{const c=target2.getContext("2d");
if(!c)return;c.setTransform(this.ratio,0,0,this.ratio,0,0);paint(c)};return[[canvas,on(c=>drawBoard(c,this.board))],[curves,
on(c=>this.board.chart.draw(c))],[timeline,on(c=>drawTimeline(c,this.board,timeline.width/this.ratio,timeline.height/this.
ratio))]]}measure(){const{canvas,curves}=this.board.panel.at;const{timeline}=this.board.panel.transport.at;if(!canvas.parentElement.
clientWidth)return;this.ratio=Math.min(window.devicePixelRatio||1,3);for(const target2 of[canvas,curves,timeline]){const{
clientWidth,clientHeight}=target2.parentElement;const[width,height]=[Math.round(clientWidth*this.ratio),Math.round(clientHeight*
this.ratio)];if(target2.width!==width||target2.height!==height)Object.assign(target2,{width,height});target2.style.width=
`${clientWidth}px`;target2.style.height=`${clientHeight}px`}const before=[this.view.width,this.view.height];Object.assign(
this.view,{width:canvas.parentElement.clientWidth||1,height:canvas.parentElement.clientHeight||1});if(this.board.run&&before[0]<=
1)this.view.fit(this.board.run,this.board.selected);else if(this.board.run)this.view.scale*=Math.min(this.view.width/before[0],
this.view.height/before[1]);Object.assign(this.board.chart,{width:curves.parentElement.clientWidth,height:curves.parentElement.
clientHeight});this.board.redraw()}fit(){this.follows=true;if(this.board.run)this.view.fit(this.board.run,this.board.selected);
this.board.redraw()}follow(){const{run,editable,selected}=this.board;const centre=editable?null:selected;if(this.follows&&
run&&run.status!=="diverged"&&!this.view.shows(run,centre))this.fit()}zoom(factor){this.follows=false;this.view.zoom(factor);
this.board.redraw()}pan(dx,dy){this.follows=false;this.view.pan(dx,dy);this.board.redraw()}};function steady(a,b,before,after){
if(a*b<=0)return 0;const part=(before+2*after)/(3*(before+after));return a*b/(part*b+(1-part)*a)}function luminance(colour){
const c=document.createElement("canvas").getContext("2d");if(!c)return 1;c.fillStyle=colour;c.fillRect(0,0,1,1);const[r,
g,b]=c.getImageData(0,0,1,1).data;return(.2126*r+.7152*g+.0722*b)/255}var PACE=.35;var LIVE_PACE=1;var LONGEST_LEAP=.5;var SHORTEST=1/240;var LONGEST=12;var BRIEFEST=2;var Player=class{constructor(){
this.run=null;this.times=new Float64Array(1);this.time=0;this.speed=1;this.wanted=true}get last(){return this.run?this.run.
frames-1:0}get frame(){let low=0;let high=this.last;while(low<high){const middle=low+high+1>>1;if(this.times[middle]<=this.
time+1e-9)low=middle;else high=middle-1}return low}get share(){const k=this.frame;if(k>=this.last)return 0;return Math.max(
0,(this.time-this.times[k])/(this.times[k+1]-this.times[k]))}get atEnd(){return this.frame>=this.last}get playing(){return this.
wanted&&!this.atEnd}take(run,delay){const old=this.run;const longer=old&&old.origin===run.origin;const step=longer?this.
stepShown():0;this.run=run;this.times=spacing(run,delay!==null);if(longer)this.seekStep(step);else this.time=this.wanted?
Math.min((delay??0)*this.speed,this.times[this.last]):0}stepShown(){const k=this.frame;const at2=i=>this.number(i,COLUMN.
step);return k>=this.last?at2(k):at2(k)+this.share*(at2(k+1)-at2(k))}seekStep(step){let k=0;while(k<this.last&&this.number(
k+1,COLUMN.step)<=step)k++;const[low,high]=[this.number(k,COLUMN.step),this.number(Math.min(k+1,this.last),COLUMN.step)];
const share=high>low?Math.min(Math.max((step-low)/(high-low),0),1):0;this.time=this.times[k]+share*((this.times[k+1]??this.
times[k])-this.times[k])}seek(frame){this.time=this.times[Math.min(Math.max(frame,0),this.last)]}advance(seconds){if(this.
playing)this.time=Math.min(this.time+seconds*this.speed,this.times[this.last])}number(frame,column){return this.run?this.
run.numbers[frame*COLUMNS+column]:0}get phase(){if(!this.run)return"paused";if(this.atEnd&&this.run.ends)return this.run.
status;return this.wanted?"playing":"paused"}};function spacing(run,live){const{frames,n,positions,margin}=run;const times=new Float64Array(
frames);for(let k=1;k<frames;k++){let farthest=0;for(let p=0;p<2*n;p+=2){const b=k*2*n+p;const a=b-2*n;farthest=Math.max(
farthest,(positions[b]-positions[a])**2+(positions[b+1]-positions[a+1])**2)}times[k]=times[k-1]+Math.min(Math.max(Math.sqrt(
farthest)/((live?LIVE_PACE:PACE)*margin),SHORTEST),LONGEST_LEAP)}const total=times[frames-1];const wanted=live?total:Math.
min(Math.max(total,run.ends?BRIEFEST:0),LONGEST);if(total>0)for(let k=0;k<frames;k++)times[k]*=wanted/total;return times}var CLICK_SLOP={mouse:4,touch:9,pen:6};var HOVERED=500;var NEAR={mouse:5,touch:18,pen:9};var Pointer=class{constructor(board,stage){
this.board=board;this.stage=stage;this.down=new Map;this.grip=null;const listen=(name,act)=>stage.addEventListener(name,
act,{passive:false});listen("pointerdown",event=>this.press(event));listen("pointermove",event=>this.move(event));listen(
"pointerup",event=>this.release(event,true));listen("pointercancel",event=>this.release(event,false));listen("pointerlea\
ve",()=>this.leave());listen("wheel",event=>this.wheel(event));listen("contextmenu",event=>event.preventDefault())}place(event){
const box=this.stage.getBoundingClientRect();return{x:event.clientX-box.left,y:event.clientY-box.top}}under(at2,kind){const{
board}=this;const near=NEAR[kind]??NEAR.mouse;const i=board.picture.pointAt(at2.x,at2.y,near);if(i!==null)return{point:i};
if(board.selected!==null&&board.show.margin&&board.hand.tool==="move"&&board.hand.tunesMargin){const handle=handleAt(board,
board.selected);if(Math.hypot(handle.x-at2.x,handle.y-at2.y)<9+near)return{handle:true}}return{}}press(event){if(event.button>
0)return;const{board}=this;const at2=this.place(event);this.stage.focus({preventScroll:true});board.usesKeyboard(false);
this.stage.setPointerCapture(event.pointerId);this.down.set(event.pointerId,at2);event.preventDefault();if(this.down.size===
2){this.letGo(false);const[a,b]=[...this.down.values()];this.grip={pinch:true,distance:Math.hypot(a.x-b.x,a.y-b.y),middle:{
x:(a.x+b.x)/2,y:(a.y+b.y)/2}};return}if(this.down.size>2)return;const found=this.under(at2,event.pointerType);this.grip=
{...found,held:board.editable?found.point:void 0,start:at2,last:at2,kind:event.pointerType,moved:false,id:event.pointerId,
add:event.shiftKey};board.pointerAt=at2}move(event){const{board,grip}=this;const at2=this.place(event);board.pointerAt=at2;
if(!this.down.has(event.pointerId)){this.hover(at2,event.pointerType);return}this.down.set(event.pointerId,at2);if(!grip)
return;if(grip.pinch){this.pinch();return}const slop=CLICK_SLOP[grip.kind]??CLICK_SLOP.mouse;if(!grip.moved&&Math.hypot(
at2.x-grip.start.x,at2.y-grip.start.y)<slop)return;if(!grip.moved){grip.moved=true;if(grip.handle)board.hand.startMargin();else if(grip.
held!==void 0&&board.hand.tool==="move")board.hand.startDrag(grip.held);else if(grip.held!==void 0)board.hand.anchor=grip.
held}if(grip.handle)board.hand.dragMargin(at2);else if(grip.held!==void 0&&board.hand.tool==="move")board.hand.drag(at2.
x,at2.y);else if(grip.held===void 0){board.picture.follows=false;board.picture.view.pan(at2.x-grip.last.x,at2.y-grip.last.
y)}else board.hoverPoint=board.picture.pointAt(at2.x,at2.y,6);grip.last=at2;board.redraw()}pinch(){const{board,grip}=this;
const[a,b]=[...this.down.values()];if(!b)return;const distance=Math.hypot(a.x-b.x,a.y-b.y);const middle={x:(a.x+b.x)/2,y:(a.
y+b.y)/2};board.picture.follows=false;board.picture.view.zoom(distance/Math.max(grip.distance,1),middle.x,middle.y);board.
picture.view.pan(middle.x-grip.middle.x,middle.y-grip.middle.y);Object.assign(grip,{distance,middle});board.redraw()}release(event,completed){
const{board,grip}=this;if(!this.down.delete(event.pointerId)||!grip)return;if(grip.pinch){if(!this.down.size)this.grip=null;
return}if(event.pointerId!==grip.id)return;const at2=this.place(event);if(grip.moved)this.letGo(completed,at2);else if(completed)
this.click(at2,grip);this.grip=null;if(event.pointerType!=="mouse")board.pointerAt=null;board.redraw()}letGo(completed,at2){
const{board,grip}=this;if(!grip||!grip.moved)return;if(grip.handle)board.hand.endMargin();else if(grip.held!==void 0&&board.
hand.tool==="move")board.hand.endDrag();else if(grip.held!==void 0&&completed&&at2){const other=board.picture.pointAt(at2.
x,at2.y,12);if(other!==null&&other!==grip.held)board.hand.tie(grip.held,other,grip.add);board.hand.anchor=null}grip.moved=
false}click(at2,grip){const{board}=this;if(grip.handle)return;if(board.hand.tool==="move"){if(grip.point!==void 0)board.
select(grip.point===board.selected?null:grip.point);else if(board.editable)board.hand.addAt(at2.x,at2.y);else board.select(
null);return}if(grip.point!==void 0){if(board.hand.anchor===null)board.hand.anchor=grip.point;else if(board.hand.anchor===
grip.point)board.hand.anchor=null;else{board.hand.tie(board.hand.anchor,grip.point,grip.add);board.hand.anchor=null}board.
changed();return}const spring=this.springAt(at2,grip.kind==="touch"?16:8);if(spring!==null)board.hand.retie(spring,grip.
add);board.hand.anchor=null;board.changed()}springAt(at2,near){const{board}=this;const{springs}=board;if(!springs)return null;
const shown=springsShown(board);if(!shown.list&&shown.style!=="zigzags"&&springs.total>HOVERED)return null;const reach=shown.
style==="zigzags"||board.show.every?Infinity:board.picture.marginShown()*board.picture.view.scale;const count=shown.list?
shown.list.length:springs.total;let[best,distance]=[null,near];for(let m=0;m<count;m++){const k=shown.list?shown.list[m]:
m;const[a,b]=springs.ends(k).map(point=>board.picture.place(point));const[dx,dy]=[b.x-a.x,b.y-a.y];if(Math.hypot(dx,dy)>=
reach&&!springs.similar(k))continue;const along=Math.min(Math.max(((at2.x-a.x)*dx+(at2.y-a.y)*dy)/(dx*dx+dy*dy||1),0),1);
const away=Math.hypot(a.x+along*dx-at2.x,a.y+along*dy-at2.y);if(away<distance)[best,distance]=[k,away]}return best}hover(at2,kind){
const{board}=this;const found=this.under(at2,kind);const point=found.point??null;const spring=point===null&&!found.handle?
this.springAt(at2,7):null;this.stage.style.cursor=found.handle?"ew-resize":this.cursor(point!==null);if(point!==board.hoverPoint||
spring!==board.hoverSpring||board.hand.anchor!==null){board.hoverPoint=point;board.hoverSpring=spring;board.redraw()}}cursor(onPoint){
const{board}=this;if(!board.editable)return onPoint?"pointer":"default";if(board.hand.tool!=="move")return"crosshair";return onPoint?
"grab":"copy"}still(){const{board}=this;if(board.pointerAt&&!this.down.size&&(board.hoverSpring!==null||board.hoverPoint!==
null)){this.hover(board.pointerAt,"mouse")}}leave(){const{board}=this;if(this.down.size)return;board.hoverPoint=board.hoverSpring=
board.pointerAt=null;board.redraw()}wheel(event){event.preventDefault();const at2=this.place(event);const pixels=event.deltaMode===
1?event.deltaY*16:event.deltaY;this.board.picture.follows=false;this.board.picture.view.zoom(Math.exp(-Math.max(-120,Math.
min(120,pixels))*(event.ctrlKey?.01:.0022)),at2.x,at2.y);this.board.redraw()}};function motionOf(frames,n,arrays){const size=2*n;if(arrays.positions){return{positions:new Float32Array(...at(arrays.positions),
frames*size),forces:new Float32Array(...at(arrays.forces),frames*size)}}const units=new Int16Array(...at(arrays.units),2*
frames);const place=Float64Array.from(new Float64Array(...at(arrays.start),size));const moves=new Int16Array(...at(arrays.
moves),(frames-1)*size);const whole=new Int16Array(size);const pulls=new Int16Array(...at(arrays.pulls),frames*size);const[
positions,forces]=[new Float32Array(frames*size),new Float32Array(frames*size)];positions.set(place);for(let k=0,p=0;k<frames;k++){
const[step,pull]=[2**units[2*k],2**units[2*k+1]];for(let q=0;q<size;q++,p++){whole[q]+=pulls[p];forces[p]=whole[q]*pull;
if(k)positions[p]=place[q]+=moves[p-size]*step}}return{positions,forces}}function at(array){return[array.buffer,array.byteOffset]}var SAMPLE=1<<17;var BLOCK=1<<14;var SpringSet=class{constructor({serial,kind,counts,n,labels},lists){this.serial=serial;
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
1)}var PATIENCE=2500;var RESTORE_MAX=4e6;var PAIR=12;var LOG_MAX=200;var ASKED_OF_THAT_SERVER=new Set(["restore","export","\
poll","drop","go","landscape","rest"]);function decoded(bytes){const block=bytes.slice();const length=new DataView(block.
buffer).getUint32(0,true);const head2=JSON.parse(new TextDecoder().decode(block.subarray(4,4+length)));const arrays={};const names=Object.
keys(head2.arrays);names.forEach(name=>arrays[name]=block.subarray(4+length+head2.arrays[name][0]));return{head:head2,arrays}}
function runOf(head2,arrays){const frames=head2.arrays.numbers[1][0];return{...head2,frames,kind:head2.springs.kind,counts:head2.
springs.counts,pinned:new Set(head2.pinned),...motionOf(frames,head2.n,arrays),numbers:new Float64Array(...at(arrays.numbers),
frames*COLUMNS),mode:modeOf(head2,arrays)}}function modeOf(head2,arrays){return arrays.mode?new Float32Array(...at(arrays.
mode),2*head2.n):null}function springsOf(head2,arrays){const lists={};for(const name of["similar","dissimilar"]){if(!arrays[name])
continue;const[count]=head2.arrays[name][1];lists[name]={from:new Uint32Array(...at(arrays[`${name}_from`]),head2.n+1),to:new Uint16Array(
...at(arrays[name]),count)}}return new SpringSet({...head2.springs,n:head2.n,labels:head2.labels},lists)}var CommandLog=class{constructor(context,stalled){
this.context=context;this.stalled=stalled;this.send=()=>{};this.epoch=null;this.next=1;this.acked=0;this.queue=[];this.sent=
0;this.tries=0;this.timer=0;this.waitingSince=0;this.entries=new Map;this.history={index:0,first:0,length:1}}get late(){
return this.busy&&this.tries>0}get busy(){return this.sent>this.acked}push(op,args={}){const last=this.queue[this.queue.
length-1];const same=last&&last.seq>this.sent&&last.op===op&&args.gesture&&last.gesture===args.gesture;if(same)this.queue.
pop();const seq=same?last.seq:this.next++;this.queue.push({seq,op,...args});this.flush();return seq}newest(op){return this.
queue.filter(command=>command.op===op).pop()}flush(){if(this.busy||!this.queue.length||this.epoch===null)return;this.message=
{epoch:this.epoch,...this.context(),commands:this.queue.slice(0,LOG_MAX),attempt:0};this.sent=this.message.commands[this.
message.commands.length-1].seq;this.tries=0;this.waitingSince=performance.now();this.transmit()}transmit(){clearTimeout(
this.timer);this.send({...this.message,attempt:this.tries});this.timer=window.setTimeout(()=>{if(!this.busy)return;this.
tries++;this.stalled();this.transmit()},PATIENCE*Math.min(2**this.tries,4))}again(){if(this.busy)this.transmit()}answered(head2,springs){
this.epoch=head2.epoch;this.acked=Math.max(this.acked,head2.ack);this.next=Math.max(this.next,head2.ack+1);this.queue=this.
queue.filter(command=>command.seq>head2.ack);if(!this.busy){clearTimeout(this.timer);this.sent=this.acked}this.remember(
head2.history,springs);this.flush()}meet(head2,step){clearTimeout(this.timer);this.epoch=head2.epoch;this.sent=this.acked=
head2.ack;const{index}=this.history;const[low,high]=this.span(index);const entries=[];for(let k=low;k<high;k++){entries.
push({...this.entries.get(k),...k===index?{shown:Math.max(step,0)}:{}})}const listed2=entries.map(({springs,...entry})=>({
...entry,scene:springs.listedIn(entry.scene)}));const waiting=this.queue.filter(command=>!ASKED_OF_THAT_SERVER.has(command.
op));const restore=entries.length?[{op:"restore",entries:listed2,index:index-low}]:[];this.entries=new Map(entries.map((entry,k)=>[
k,entry]));this.history={index:index-low,first:0,length:entries.length};this.queue=[...restore,...waiting].map(command=>({
...command,seq:this.next++}));this.flush()}span(index){let[low,high,room]=[index,index,RESTORE_MAX];const fits=k=>{const entry=this.
entries.get(k);if(entry){room-=entry.scene.length+(entry.springs.all?entry.springs.counts[0]*Number(entry.springs.kind!==
"labels"):entry.springs.total)*PAIR}return this.entries.has(k)&&(room>=0||k===index)};if(fits(high))high++;else return[low,
high];while(fits(low-1))low--;while(fits(high))high++;return[low,high]}remember(history2,springs){this.history=history2;
if(history2.entry&&springs)this.entries.set(history2.index,{...history2.entry,springs});history2.shown?.forEach((shown,k)=>Object.
assign(this.entries.get(history2.first+k)??{},{shown}));for(const k of this.entries.keys())if(k<history2.first||k>=history2.
length)this.entries.delete(k)}};var EAGER=2;var Session=class{constructor(board){this.board=board;this.sharedSeq=0;this.news="";this.log=new CommandLog(
()=>({seen:[board.run?board.run.serial:-1,board.player.frame],texts:board.language,springs:board.springs?board.springs.serial:
-1}),()=>board.redraw())}receive(bytes){this.hear(decoded(bytes))}hear({head:head2,arrays}){const{board,log}=this;board.
picture.readTheme();if(head2.texts&&head2.language!==board.language)board.learn(head2,arrays);if(!board.texts)return;if(board.
run&&head2.epoch!==log.epoch&&log.epoch!==null){this.introduce(head2,board.run);return}const fresh=!board.run||head2.serial!==
board.run.serial;const waited=(performance.now()-log.waitingSince)/1e3;if(board.springs?.serial!==head2.springs.serial)board.
springs=springsOf(head2,arrays);if(fresh)board.take(runOf(head2,arrays),head2,waited);else if(head2.told&&board.run){Object.
assign(board.run,{rest:head2.rest,later:false,mode:modeOf(head2,arrays)??board.run.mode})}board.ground.hear(head2,arrays);
log.answered(head2,board.springs);if(board.away){log.again();board.exporter?.poll()}board.away=false;board.hand.acknowledged(
head2.ack);const news=`${head2.epoch}/${head2.serial}/${head2.ack}`;if(head2.errors.length&&news!==this.news){board.notices.
say(head2.errors);board.exporter?.refused(head2.errors)}else if(fresh&&head2.origin===head2.serial)board.notices.forgive();
this.news=news;if(head2.shared&&head2.shared.seq!==this.sharedSeq){const{seq,kind,text,name}=head2.shared;this.sharedSeq=
seq;if(kind==="script")board.exporter?.offerScript(head2.shared);else if(kind==="file")board.notices.offerFile(board.springs?
board.springs.listedIn(text):text,name);else board.notices.offerLink(text,kind==="start")}board.exporter?.hear(head2,arrays);
if(head2.history?.query!==void 0)this.keepAddress(head2.history.query);board.changed();if(fresh)board.drawNow()}introduce(head2,run){
const{board}=this;board.away=false;board.exporter?.lost();Object.assign(run,{serial:-1,origin:-1});if(board.springs)board.
springs.serial=-1;this.log.meet(head2,Math.round(board.player.stepShown())-run.offset);board.changed()}keepAddress(query){
const address=query?`${location.pathname}?${query}`:location.pathname;if(`${location.pathname}${location.search}`!==address)
history.replaceState(history.state,"",address)}lookAhead(){const{board,log}=this;const{run,player,hand}=board;if(!run||!board.
editable||log.busy||log.queue.length)return;if(hand.holds){const due=hand.still?player.frame>=player.last/2:player.atEnd;
if(due&&player.wanted&&run.status==="max_steps")hand.again()}else if(run.more&&!hand.busy&&(run.level<EAGER||player.frame>
player.last/2))log.push("more");else if(run.later&&!hand.busy)log.push("rest")}leave(){clearTimeout(this.log.timer);this.
board.exporter?.leave()}};var LIVE_DELAY_MAX=.15;var SpringBoard=class{constructor(root,editable=true){this.root=root;this.editable=editable;this.
texts=null;this.choices=null;this.language="";this.title="";this.curves=new Float32Array(0);this.run=null;this.springs=null;
this.player=new Player;this.picture=new Picture(this);this.hand=new Hand(this);this.notices=new Notices(this);this.panel=
new Panel(this);this.chart=new Curves(this);this.ground=new Ground(this);this.session=new Session(this);this.exporter=null;
this.show={springs:true,every:false,forces:true,margin:true,trails:false,mode:true,landscape:false};this.selected=null;this.
hoverPoint=null;this.hoverSpring=null;this.pointerAt=null;this.keyboard=false;this.stale=true;this.lastTime=0;this.loop=
now=>this.frame(now);this.request=0;this.anywhere=event=>this.pressedAnywhere(event);this.away=false;this.resized=new ResizeObserver(
()=>this.picture.measure());document.addEventListener("keydown",this.anywhere)}get moves(){return this.player.playing||this.
hand.busy}get log(){return this.session.log}learn(head2,arrays){this.texts=head2.texts;this.choices=head2.choices;this.picture.
readTheme();this.language=head2.language;this.title=head2.title??"";this.curves=new Float32Array(arrays.curves.buffer,arrays.
curves.byteOffset,2*head2.arrays.curves[1][1]);this.panel.build();const{stage}=this.panel.at;this.pointer=new Pointer(this,
stage);stage.addEventListener("keydown",event=>{this.usesKeyboard(true);if(pressed(this,event))event.preventDefault()});
stage.addEventListener("focus",()=>this.usesKeyboard(true));stage.addEventListener("blur",()=>this.usesKeyboard(false));
const{curves}=this.panel.at;curves.addEventListener("pointermove",event=>{const box=curves.getBoundingClientRect();this.
hoverSpring=this.chart.under(event.clientX-box.left,event.clientY-box.top);this.redraw()});curves.addEventListener("poin\
terleave",()=>{this.hoverSpring=null;this.redraw()});this.observe();this.picture.measure()}observe(){this.resized.disconnect();
for(const canvas of[this.panel.at.canvas,this.panel.at.curves,this.panel.transport.at.timeline]){this.resized.observe(canvas.
parentElement)}}take(run,head2,waited){const old=this.run;const first=!old||this.away&&old.serial!==run.serial;const longer=old&&
old.origin===run.origin;if(this.away){this.player.wanted=true;if(first)this.selected=null}const stays=longer&&old.margin!==
run.margin&&this.player.atEnd;const live=this.editable?this.hand.busy:this.hand.holds;this.run=run;this.player.take(run,
live?Math.min(waited,LIVE_DELAY_MAX):null);if(stays)this.player.seek(this.player.last);if(!longer&&!live&&head2.cursor)this.
player.seek(head2.cursor);if(this.selected!==null&&this.selected>=run.n)this.selected=null;if(this.hand.anchor!==null&&this.
hand.anchor>=run.n)this.hand.anchor=null;this.hoverPoint=null;const alike=old&&old.n===run.n&&old.preset===run.preset&&old.
seed===run.seed;this.picture.arrows=arrowScale(run,alike?this.picture.arrows:null);if(this.springs&&this.hoverSpring!==null&&
this.hoverSpring>=this.springs.total)this.hoverSpring=null;if(first){const preset=this.choices.presets.find(p=>p.id===run.
preset);if(preset&&preset.focus!==null&&run.n>preset.focus)this.selected=preset.focus;this.picture.fit()}else if(!live)this.
picture.follow();if(!live)this.chart.fit()}select(i){this.selected=i;if(i!==null&&this.run){const{run}=this;this.announce(
fill(this.texts.spoken_selected,{i:i+1,name:this.picture.className(run.labels[i]),pinned:run.pinned.has(i)?this.texts.pinned:
""}))}this.changed()}selectNext(by){if(!this.run||!this.run.n)return;const{n}=this.run;this.select(this.selected===null?
by>0?0:n-1:(this.selected+by+n)%n)}enter(){if(this.hand.tool==="move"){if(this.selected===null)this.hand.addAt(this.picture.
view.width/2,this.picture.view.height/2);return}if(this.hand.anchor===null)this.hand.anchor=this.selected;else if(this.selected!==
null&&this.selected!==this.hand.anchor){this.hand.tie(this.hand.anchor,this.selected,false);this.hand.anchor=null}this.changed()}escape(){
if(this.hand.tool!=="move")this.hand.useTool("move");else this.select(null)}pressedAnywhere(event){const[target2]=event.
composedPath();if(event.defaultPrevented||!this.root.isConnected||!(target2 instanceof HTMLElement))return;const field=target2.
matches("textarea, input:not([type=range]), [contenteditable]");const undo=(event.ctrlKey||event.metaKey)&&/^[zy]$/i.test(
event.key);const free=target2===document.body||target2===this.root;if((undo?!field:free)&&!this.root.querySelector("dial\
og[open]")&&pressed(this,event))event.preventDefault()}usesKeyboard(yes){if(this.keyboard===yes)return;this.keyboard=yes;
this.panel.at.stage.toggleAttribute("data-keys",yes);this.redraw()}toggle(what){this.show[what]=!this.show[what];this.changed()}togglePlay(){
const{player,run}=this;if(!run)return;if(player.phase==="playing"){player.wanted=false;player.seek(player.frame)}else{player.
wanted=true;if(player.atEnd&&run.ends){if(this.editable&&run.status==="max_steps")this.log.push("resume");else if(run.frames>
1)player.seek(0)}}this.changed()}stepBy(by){const{player}=this;player.wanted=false;player.seek(player.frame+(by<0&&player.
share>0?0:by));this.changed()}restart(){this.player.seek(0);this.changed()}scrub(frame){this.player.wanted=false;this.player.
seek(frame);this.changed()}note(){const{texts,run}=this;if(!run)return"";const arrows=this.show.forces&&run.n?fill(texts.
note_arrows,{scale:this.picture.arrows}):"";const softest=run.rest?.kind==="saddle"?texts.note_mode_unstable:texts.note_mode_soft;
const mode=modeShown(this)?softest:"";const{seen,wanted}=this.ground;const field=seen&&wanted?fill(texts.note_field,{scale:seen.
scale}):"";const missing=this.show.landscape&&this.selected===null&&run.n&&this.editable?texts.note_landscape:"";const some=this.
chart.rate>1?fill(texts.note_curves,{every:this.chart.rate}):"";return[springsShown(this).note,some,arrows,field,missing,
mode].filter(Boolean).join(" · ")}hint(){const{texts,run}=this;if(!run)return"";if(!this.editable)return this.selected===
null?texts.hint_recorded:texts.hint_recorded_seen;if(this.hand.tool!=="move")return texts[this.hand.anchor===null?`hint_${this.
hand.tool}`:"hint_second"];if(!run.n)return texts.hint_empty;if(run.kind==="pairs")return this.selected===null?texts.hint_loose:
texts.hint_tied;return this.selected===null?texts.hint:texts.hint_ring}announce(words){if(this.panel.at.live)this.panel.
at.live.textContent=words}changed(){this.stale=true;this.redraw()}redraw(){if(!this.request)this.request=requestAnimationFrame(
this.loop)}drawNow(){cancelAnimationFrame(this.request);this.frame(performance.now())}frame(now){this.request=0;if(!this.
root.isConnected||!this.run){this.lastTime=0;return}const{player}=this;const playing=player.playing;if(playing&&this.lastTime)
player.advance(Math.min(Math.max(now-this.lastTime,0)/1e3,.1));this.lastTime=playing?now:0;this.session.lookAhead();this.
ground.ask();this.picture.compose();if(playing&&this.pointer)this.pointer.still();for(const[canvas,paint]of this.picture.
canvases())paint(canvas);if(this.stale)this.panel.update();this.stale=false;this.panel.tick();if(player.playing)this.redraw()}leave(){
this.away=true;Object.assign(this.hand,{dragging:null,marginDrag:null,slider:null});this.resized.disconnect();document.removeEventListener(
"keydown",this.anywhere);cancelAnimationFrame(this.request);this.session.leave()}comeBack(){this.request=this.lastTime=0;
document.addEventListener("keydown",this.anywhere);this.observe();this.redraw()}};var NOWHERE={epoch:"recorded",origin:0,offset:0,preset:"",seed:0,smooth:false,errors:[],history:{index:0,first:0,length:1}};
var Recorded=class{constructor(block){const{head:head2,arrays}=decoded(block);const{texts,choices,runs,shown,...common}=head2;
this.words={texts,choices};this.common=common;this.runs=runs;this.arrays=arrays;this.shown=shown;this.serial=0;this.ack=
0}opening(){const{head:head2,arrays}=this.answer([]);return{head:{...head2,...this.words},arrays:{...this.arrays,...arrays}}}answer(commands){
const{margins}=this.words.choices;for(const{op,value,seq}of commands){if(op==="margin")this.shown=Math.max(margins.indexOf(
value),0);this.ack=seq}this.serial++;const{common,shown:k,serial,ack}=this;const{status,rest}=this.runs[k];const layout={
...common.arrays,numbers:common.arrays[`numbers${k}`]};const said={margin:margins[k],status,rest,ends:true,more:false,serial,
ack};return{head:{...common,...NOWHERE,...said,arrays:layout},arrays:this.run(k)}}run(k){const names=["start","moves","p\
ulls","units","numbers","mode"].filter(name=>this.arrays[`${name}${k}`]);return Object.fromEntries(names.map(name=>[name,
this.arrays[`${name}${k}`]]))}};void open(document.querySelector(".board"),document.getElementById("recording")?.textContent??"");async function open(root,text){
const packed2=Uint8Array.from(atob(text),c=>c.charCodeAt(0));const stream=new Blob([packed2]).stream().pipeThrough(new DecompressionStream(
"deflate"));const recorded=new Recorded(new Uint8Array(await new Response(stream).arrayBuffer()));const board=new SpringBoard(
root,false);board.selected=recorded.common.selected;board.player.wanted=!matchMedia("(prefers-reduced-motion: reduce)").
matches;board.log.send=({commands})=>queueMicrotask(()=>board.session.hear(recorded.answer(commands)));board.session.hear(
recorded.opening());matchMedia("(prefers-color-scheme: dark)").addEventListener("change",()=>{board.picture.readTheme();
board.changed()})}
