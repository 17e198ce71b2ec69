# Draws heat-map-1.svg from heat-map-1.dat, in this folder: gnuplot heat-map-1.gp
reset
set terminal svg size 600,422 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'heat-map-1.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'heat-map-1.dat'
set lmargin at screen 104.0/600
set rmargin at screen 500.0/600
set tmargin at screen 382.0/422
set bmargin at screen 62.0/422
set key at screen 104.0/600, screen 414.0/422 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
unset key
set palette defined (0 '#fdf5e2', 0.25 '#cfdcdc', 0.5 '#7fb0c4', 0.75 '#2f7a9e', 1 '#0b3c5d')
set xrange [-0.5:4.5]
set yrange [4.5:-0.5]
set cbrange [58.67571127657579:59.42702606398679]
set border 0
set tics scale 0
set cbtics scale 0.5
set xtics norotate
set xlabel 'dropout seed' offset 0,0.5
set ylabel 'data-order seed'
set label 'average, Spearman × 100' at screen 1-12.0/600, screen 1-16.0/422 right textcolor rgb '#222222'
plot data using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):(100*$3) with boxxyerror fillstyle solid 1 noborder fillcolor palette notitle, \
  data using 1:2:(''):xticlabels(5):yticlabels(6) with labels notitle, \
  data using 1:($7 == 0 ? $2 : NaN):4 with labels textcolor rgb '#000000' notitle, \
  data using 1:($7 == 1 ? $2 : NaN):4 with labels textcolor rgb '#ffffff' notitle
unset output
