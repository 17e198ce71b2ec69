# Draws heat-map.svg from heat-map.dat, in this folder: gnuplot heat-map.gp
reset
set terminal svg size 600,294 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'heat-map.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'heat-map.dat'
set lmargin at screen 104.0/600
set rmargin at screen 500.0/600
set tmargin at screen 254.0/294
set bmargin at screen 62.0/294
set key at screen 104.0/600, screen 286.0/294 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
unset key
set palette defined (0 '#fdf5e2', 0.25 '#cfdcdc', 0.5 '#7fb0c4', 0.75 '#2f7a9e', 1 '#0b3c5d')
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set cbrange [56.25838216514031:56.34500460204064]
set border 0
set tics scale 0
set cbtics scale 0.5
set xtics norotate
set xlabel 'dropout seed' offset 0,0.5
set ylabel 'data-order seed'
set label 'average, Spearman × 100' at screen 1-12.0/600, screen 1-16.0/294 right textcolor rgb '#222222'
plot data using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):(100*$3) with boxxyerror fillstyle solid 1 noborder fillcolor palette notitle, \
  data using 1:2:(''):xticlabels(5):yticlabels(6) with labels notitle, \
  data using 1:($7 == 0 ? $2 : NaN):4 with labels textcolor rgb '#000000' notitle, \
  data using 1:($7 == 1 ? $2 : NaN):4 with labels textcolor rgb '#ffffff' notitle
unset output
