# Draws seeds.svg from seeds.dat, in this folder: gnuplot seeds.gp
reset
set terminal svg size 600,318 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'seeds.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'seeds.dat'
set lmargin at screen 207.0/600
set rmargin at screen 576.0/600
set tmargin at screen 302.0/318
set bmargin at screen 62.0/318
set key at screen 207.0/600, screen 310.0/318 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
unset key
set yrange [9.5:-0.5]
set xlabel 'average, accuracy, an…similarity, × 100' offset 0,0.5
set border 1
set ytics scale 0
set bars small
set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
plot data index 1 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.3):($1+0.3) with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle, \
  data index 0 using (100*$2):1 with points pointtype 7 pointsize 0.5 linecolor rgb '#0072b2' notitle, \
  data index 1 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.4 linecolor rgb '#000000' notitle, \
  data index 1 using (100*$2):($1-0.3):(0):(0.6) with vectors nohead linewidth 2 linecolor rgb '#000000' notitle, \
  data index 1 using (NaN):1:yticlabels(6) with points notitle, \
  '+' using (62.65527601720354):(-0.5):(0):(10.0) every ::0::0 with vectors nohead dashtype 1 linewidth 1.2 linecolor rgb '#666666' notitle
unset output
