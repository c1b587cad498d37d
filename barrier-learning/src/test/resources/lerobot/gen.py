# Writes the data sets beside it with pyarrow, for LeRobotRecordingTest: python3 gen.py
import pyarrow as pa, pyarrow.parquet as pq, json, os, sys, math, shutil
def make(root, codec='snappy', fixed=True, f64=False, n=3, frames=12, v='v3.0', dv='1.0', split=2, fps=30):
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root+'/meta')
    names=['shoulder_pan.pos','shoulder_lift.pos','gripper.pos']
    t=pa.float64() if f64 else pa.float32()
    lt=pa.list_(t,3) if fixed else pa.list_(t)
    feats={'observation.state':{'dtype':'float32','shape':[3],'names':names},'action':{'dtype':'float32','shape':[3],'names':names},
     'observation.images.top':{'dtype':'video','shape':[480,640,3],'names':['height','width','channels']}}
    for k,d in [('timestamp','float32'),('frame_index','int64'),('episode_index','int64'),('index','int64'),('task_index','int64')]:
        feats[k]={'dtype':d,'shape':[1],'names':None}
    feats['next.success']={'dtype':'bool','shape':[1],'names':None}
    json.dump({'codebase_version':v,'robot_type':'so101','total_episodes':n,'total_frames':n*frames,'fps':fps,'chunks_size':1000,'features':feats,'data_path':'x','video_path':'y'},open(root+'/meta/info.json','w'))
    idx=0; tabs=[]
    for e in range(n):
        st=[[90*math.sin(0.1*k+e),45.0*math.cos(0.1*k),50.0+k%3] for k in range(frames)]
        ac=[[s[0]+1,s[1]-1,s[2]] for s in st]
        tabs.append(pa.table({'observation.state':pa.array(st,lt),'action':pa.array(ac,lt),'timestamp':pa.array([k/fps for k in range(frames)],pa.float32()),
          'frame_index':pa.array(range(frames),pa.int64()),'episode_index':pa.array([e]*frames,pa.int64()),'index':pa.array(range(idx,idx+frames),pa.int64()),'task_index':pa.array([0]*frames,pa.int64()),
          'next.success':pa.array([k==frames-1 and e!=1 for k in range(frames)])}))
        idx+=frames
    if v=='v3.0':
        os.makedirs(root+'/data/chunk-000'); os.makedirs(root+'/meta/episodes/chunk-000')
        for f in range(0,n,split):
            pq.write_table(pa.concat_tables(tabs[f:f+split]), root+f'/data/chunk-000/file-{f//split:03d}.parquet', compression=codec, data_page_version=dv)
        pq.write_table(pa.table({'episode_index':pa.array(range(n),pa.int64()),'tasks':pa.array([['x']]*n),'length':pa.array([frames]*n,pa.int64())}), root+'/meta/episodes/chunk-000/file-000.parquet')
    else:
        os.makedirs(root+'/data/chunk-000')
        for e in range(n): pq.write_table(tabs[e], root+f'/data/chunk-000/episode_{e:06d}.parquet', compression=codec, data_page_version=dv)
        open(root+'/meta/episodes.jsonl','w').write(''.join(json.dumps({'episode_index':e,'tasks':['x'],'length':frames,'success':e!=1})+'\n' for e in range(n)))
if __name__ == '__main__':
    make('v30')
    make('v21', codec='gzip', v='v2.1', fixed=False)
    make('v30-zstd-float64', codec='zstd', dv='2.0', f64=True, split=3)
