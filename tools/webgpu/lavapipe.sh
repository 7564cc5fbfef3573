#!/bin/sh
# A GPU in software, on Linux: lavapipe of Mesa 25 or newer. That of Debian 12 is too old, and bookworm-backports is added to the
# sources there. VK_DRIVER_FILES names another driver of Vulkan.
set -eu
[ -z "${VK_DRIVER_FILES:-}" ] || exit 0
ls /usr/share/vulkan/icd.d/lvp_icd*.json >/dev/null 2>&1 && ldconfig -p | grep -q libGLESv2.so.2 && ldconfig -p | grep -q libOpenGL.so.0 && exit 0
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
backports=
if [ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ]; then
  backports='-t bookworm-backports'
  if ! apt-cache policy | grep -q bookworm-backports; then
    from=$(apt-cache policy | sed -n 's|.* \(https\{0,1\}://[^ ]*\) bookworm/main .*|\1|p' | head -n 1)
    echo "deb $from bookworm-backports main" | $sudo tee /etc/apt/sources.list.d/backports.list >/dev/null
  fi
fi
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends $backports mesa-vulkan-drivers libvulkan1
$sudo apt-get install -y -qq --no-install-recommends libegl1 libglvnd0 libglx0 libgl1 libopengl0 libgles2
