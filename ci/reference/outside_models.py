"""Model folders as transformers 5.24, sentence-transformers 6.2 and torch 2.15 write them.

Writes Tests/Golden/Fixtures/outside-models and outside_models.json: one small model with random
weights in several forms, its sentences, token ids and embeddings. Run it in an environment with these
packages and copy what it writes to `made`. Tolerance 1e-5: sums of float32 in another order.
"""

import os, json, torch, shutil, numpy as np
os.environ['HF_HUB_OFFLINE']='1'
from transformers import BertConfig, BertModel, BertTokenizerFast
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer, models
R='made'; shutil.rmtree(R,ignore_errors=True); os.makedirs(R)
words="the a kettle hums boy counts his marbles two cyclists cross bridge on bikes people go over dog chases red ball is after runs , . '".split()
vocab=['[PAD]','[UNK]','[CLS]','[SEP]','[MASK]']+words+list('abcdefghijklmnopqrstuvwxyz')[1:]+['##'+c for c in 'abcdefghijklmnopqrstuvwxyz']
open('vocab.txt','w').write('\n'.join(vocab)+'\n')
torch.manual_seed(7)
cfg=BertConfig(vocab_size=len(vocab),hidden_size=32,num_hidden_layers=2,num_attention_heads=4,intermediate_size=64,max_position_embeddings=64)
m=BertModel(cfg).eval(); 
with torch.no_grad():
    for p in m.parameters(): p.add_(torch.randn_like(p)*.1)
try: tok=BertTokenizerFast(vocab=dict((w,i) for i,w in enumerate(vocab)),do_lower_case=True,model_max_length=64)
except Exception as e: tok=BertTokenizerFast(vocab_file='vocab.txt',do_lower_case=True,model_max_length=64)
S=["A kettle hums.","Two cyclists cross the bridge, people go over.","The boy counts his marbles "*12]
def mk(n): os.makedirs(f'{R}/{n}',exist_ok=True); return f'{R}/{n}'
d=mk('transformers5'); m.save_pretrained(d); tok.save_pretrained(d)
d=mk('transformers5-sharded'); m.save_pretrained(d,max_shard_size='40KB'); tok.save_pretrained(d)
cj=json.load(open(f'{R}/transformers5/config.json')); tc={"do_lower_case":True,"model_max_length":64,"tokenizer_class":"BertTokenizer"}
sd={k:v.clone() for k,v in m.state_dict().items()}
def old(n,sd,arch='BertModel'):
    d=mk(n); c=dict(cj,architectures=[arch]); json.dump(c,open(d+'/config.json','w'),indent=2); shutil.copy('vocab.txt',d); json.dump(tc,open(d+'/tokenizer_config.json','w')); return d
o=dict(sd); o['embeddings.position_ids']=torch.arange(64).unsqueeze(0)
d=old('hub-bin-only',sd); torch.save(o,d+'/pytorch_model.bin')
ck={('bert.'+k):v for k,v in sd.items() if not k.startswith('pooler.')}; ck['mlp.dense.weight']=sd['pooler.dense.weight']; ck['mlp.dense.bias']=sd['pooler.dense.bias']
d=old('simcse-train-checkpoint',ck,'BertForCL'); torch.save(ck,d+'/pytorch_model.bin')
d=old('simcse-train-checkpoint-safetensors',ck,'BertForCL'); save_file(ck,d+'/model.safetensors',metadata={'format':'pt'})
# legacy torch format (before 1.6)
d=old('bin-legacy-pickle',sd); torch.save(o,d+'/pytorch_model.bin',_use_new_zipfile_serialization=False)
# sentence-transformers, as 6.2 saves
t=models.Transformer(f'{R}/transformers5',max_seq_length=16); p=models.Pooling(32,pooling_mode='mean'); st=SentenceTransformer(modules=[t,p,models.Normalize()],device='cpu'); st.save(mk('sentence-transformers6'))
# sentence-transformers before 2.0: encoder in 0_Transformer
d=mk('sentence-transformers-old'); q=old('sentence-transformers-old/0_Transformer',sd); torch.save(o,q+'/pytorch_model.bin'); json.dump({"max_seq_length":16,"do_lower_case":False},open(q+'/sentence_bert_config.json','w'))
mk('sentence-transformers-old/1_Pooling'); json.dump({"word_embedding_dimension":32,"pooling_mode_cls_token":False,"pooling_mode_mean_tokens":True,"pooling_mode_max_tokens":False,"pooling_mode_mean_sqrt_len_tokens":False},open(d+'/1_Pooling/config.json','w'))
json.dump([{"idx":0,"name":"0","path":"0_Transformer","type":"sentence_transformers.models.Transformer"},{"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"}],open(d+'/modules.json','w'),indent=2)
# hub cache with links
h='0'*39+'1'; c=mk('hub-cache/models--own--tiny'); os.makedirs(c+'/blobs'); os.makedirs(c+'/refs'); os.makedirs(f'{c}/snapshots/{h}'); open(c+'/refs/main','w').write(h)
for n in os.listdir(f'{R}/hub-bin-only'):
    shutil.copy(f'{R}/hub-bin-only/{n}',f'{c}/blobs/{n}.blob'); os.symlink(f'../../blobs/{n}.blob',f'{c}/snapshots/{h}/{n}')
enc=tok(S,padding=True,truncation=True,max_length=64,return_tensors='pt')
with torch.no_grad(): out=m(**enc)
mask=enc['attention_mask'].unsqueeze(-1)
exp={'sentences':S,'ids':[[i for i,a in zip(r,k) if a] for r,k in zip(enc['input_ids'].tolist(),enc['attention_mask'].tolist())],'cls_pooler':out.pooler_output.tolist(),'cls_before_pooler':out.last_hidden_state[:,0].tolist(),'mean':((out.last_hidden_state*mask).sum(1)/mask.sum(1)).tolist(),'sentence_transformers_mean_16_tokens_normalized':st.encode(S).tolist()}
json.dump(exp,open(R+'/expected.json','w'))
# reload check
st2=SentenceTransformer(f'{R}/sentence-transformers6',device='cpu'); print('reload max_seq',st2.max_seq_length, np.abs(st2.encode(S)-st.encode(S)).max())
for d,_,f in sorted(os.walk(R)): print(d.replace(R,''),sorted(f))
print(open(R+'/sentence-transformers6/tokenizer_config.json').read()); print(open(R+'/sentence-transformers6/sentence_bert_config.json').read())
