# Draws superiority.svg from superiority.dat, in this folder: gnuplot superiority.gp
reset
set terminal svg size 600,214 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'superiority.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'superiority.dat'
set lmargin at screen 232.0/600
set rmargin at screen 424.0/600
set tmargin at screen 184.0/214
set bmargin at screen 52.0/214
set key at screen 232.0/600, screen 206.0/214 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
unset key
unset colorbox
set palette defined (0 '#ffffff', 0.5 '#dfe7ea', 0.75 '#7fa8bb', 1 '#0b3c5d')
set cbrange [0:100]
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set border 0
set tics scale 0
set xlabel 'the other method, by its number' offset 0,0.5
plot data index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):(100*$3) with boxxyerror fillstyle solid 1 border linecolor rgb '#bbbbbb' fillcolor palette notitle, \
  data index 0 using 1:($5 == 0 ? $2 : NaN):4 with labels textcolor rgb '#000000' notitle, \
  data index 0 using 1:($5 == 1 ? $2 : NaN):4 with labels textcolor rgb '#ffffff' notitle, \
  data index 1 using 1:1:(''):xticlabels(2):yticlabels(3) with labels notitle
unset output
