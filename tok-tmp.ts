import fs from 'node:fs';import { createRequire } from 'node:module';
import { estimateTokens } from './src/core/present/tokens.js';
const { Tiktoken } = createRequire('/work/main/bench/x.js')('js-tiktoken/lite');const ranks=createRequire('/work/main/bench/x.js')('js-tiktoken/ranks/o200k_base');
const enc=new Tiktoken(ranks.default??ranks);
const H='/usr/share/doc/debian-handbook/html/';const L='/tmp/lang22/x/usr/share/libreoffice/help/';
const strip=(f:string)=>{try{return fs.readFileSync(f,'utf8').replace(/<head[\s\S]*?<\/head>/,'').replace(/<(script|style)[\s\S]*?<\/\1>/g,'').replace(/<[^>]+>/g,'').replace(/[ \t\n]+/g,' ')}catch{return''}};
const f=['sect.apt-get','sect.backup','sect.virtualization','sect.config-misc'];
for(const l of ['en-US','de-DE','ru-RU','ar-MA','fa-IR','el-GR','ja-JP','vi-VN']){let t=f.map(x=>strip(H+l+'/'+x+'.html')).join('');t=t.slice(0,40000);console.log(l,(estimateTokens(t)/enc.encode(t).length).toFixed(3))}
for(const l of ['ja','zh-CN','ko','hi','zh-TW']){let t='';const d=L+l+'/text/swriter/guide/';for(const x of fs.readdirSync(d).slice(0,60))t+=strip(d+x);
 // by script parts
 const parts:Record<string,string>={wide:(t.match(/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3\u0900-\u097f、。，]+/gu)??[]).join(''),ascii:(t.match(/[ -~]+/g)??[]).join(' ')};
 console.log(l,t.length,(estimateTokens(t)/enc.encode(t).length).toFixed(3),Object.entries(parts).map(([k,v])=>k+' '+v.length+' '+(estimateTokens(v)/enc.encode(v).length).toFixed(3)+' cpt '+(v.length/enc.encode(v).length).toFixed(2)).join('; '))}
