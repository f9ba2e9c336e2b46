import { chromium } from "@playwright/test";
import { chromiumPath } from "./chromium.mjs";
const url=process.argv[2];
const browser = await chromium.launch({executablePath: chromiumPath(), args:["--headless","--no-sandbox","--disable-gpu"]});
for (let run=0; run<2; run++){
const page = await browser.newPage({viewport:{width:1280,height:800}, serviceWorkers:"block"});
const s = await page.context().newCDPSession(page);
await s.send("Profiler.enable"); await s.send("Profiler.setSamplingInterval",{interval:200});
await s.send("Performance.enable");
await s.send("Profiler.start");
await page.goto(url, {waitUntil:"commit"});
const painted = await page.evaluate(()=>new Promise(r=>{const look=()=>{const t=[...document.querySelectorAll("#map canvas[data-painted]")]; if(t.some(x=>x.dataset.painted.includes("villages:"))) r(performance.now()); else requestAnimationFrame(look)}; look();}));
const {profile} = await s.send("Profiler.stop");
const m = (await s.send("Performance.getMetrics")).metrics; const g=n=>m.find(x=>x.name===n)?.value;
console.log("painted",Math.round(painted), "task",Math.round(g("TaskDuration")*1000),"script",Math.round(g("ScriptDuration")*1000),"layout",Math.round(g("LayoutDuration")*1000),"style",Math.round(g("RecalcStyleDuration")*1000));
const dt=profile.timeDeltas, self=new Map(), by=new Map(profile.nodes.map(n=>[n.id,n]));
profile.samples.forEach((id,i)=>self.set(id,(self.get(id)||0)+dt[i]));
const parent=new Map(); for(const n of profile.nodes) for(const c of n.children||[]) parent.set(c,n.id);
const agg={}; for(const [id,t] of self){const n=by.get(id); const k=n.callFrame.functionName+" "+n.callFrame.url.split("/").pop()+":"+n.callFrame.lineNumber+":"+n.callFrame.columnNumber; agg[k]=(agg[k]||0)+t;}
console.log(Object.entries(agg).sort((a,b)=>b[1]-a[1]).slice(0,22).map(([k,t])=>(t/1000).toFixed(1)+" "+k).join("\n"));
// inclusive
const inc={}; for(const [id,t] of self){const seen=new Set(); for(let c=id;c!==undefined;c=parent.get(c)){const n=by.get(c);const k=n.callFrame.functionName+" "+n.callFrame.url.split("/").pop()+":"+n.callFrame.columnNumber; if(!seen.has(k)){seen.add(k);inc[k]=(inc[k]||0)+t;}}}
console.log("--incl"); console.log(Object.entries(inc).sort((a,b)=>b[1]-a[1]).slice(0,40).map(([k,t])=>(t/1000).toFixed(1)+" "+k).join("\n"));
await page.close();
}
await browser.close();
